CREATE TABLE employees (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name varchar(100) NOT NULL,
  manager_id bigint,
  CONSTRAINT fk_employees_manager_id FOREIGN KEY (manager_id) REFERENCES employees (id) ON DELETE SET NULL
);
CREATE INDEX ix_employees_manager_id ON employees (manager_id);

CREATE TABLE people (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  type varchar(20) NOT NULL DEFAULT 'person',
  name varchar(100) NOT NULL,
  salary integer,
  credit_limit double,
  CONSTRAINT ck_people_credit_limit CHECK (credit_limit >= 0)
);
