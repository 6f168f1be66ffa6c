CREATE TABLE authors (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name varchar(100) NOT NULL
);

CREATE TABLE books (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  title varchar(200) NOT NULL,
  author_id bigint,
  CONSTRAINT fk_books_author_id FOREIGN KEY (author_id) REFERENCES authors (id) ON DELETE SET NULL ON UPDATE CASCADE
);
