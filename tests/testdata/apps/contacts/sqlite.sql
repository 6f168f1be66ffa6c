CREATE TABLE contacts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name varchar(100) NOT NULL,
  email varchar(100) NOT NULL,
  phone varchar(20),
  CONSTRAINT uq_contacts_email UNIQUE (email)
);
