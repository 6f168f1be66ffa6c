CREATE TABLE contacts (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name varchar(100) NOT NULL,
  email varchar(100) NOT NULL,
  phone varchar(20),
  CONSTRAINT uq_contacts_email UNIQUE (email)
);
