CREATE TABLE regions (
  country char(2) NOT NULL,
  code varchar(10) NOT NULL,
  name varchar(100) NOT NULL,
  PRIMARY KEY (country, code)
);

CREATE TABLE cities (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  country char(2) NOT NULL,
  region_code varchar(10) NOT NULL,
  name varchar(100) NOT NULL,
  changed_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT uq_cities_country_name UNIQUE (country, name),
  CONSTRAINT fk_cities_region FOREIGN KEY (country, region_code) REFERENCES regions (country, code) ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE departments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name varchar(100) NOT NULL,
  head_id bigint,
  CONSTRAINT fk_departments_head_id FOREIGN KEY (head_id) REFERENCES workers (id) ON DELETE SET NULL
);
CREATE INDEX ix_departments_name ON departments (name DESC, head_id);

CREATE TABLE workers (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  department_id bigint NOT NULL,
  CONSTRAINT fk_workers_department_id FOREIGN KEY (department_id) REFERENCES departments (id) ON DELETE CASCADE
);
