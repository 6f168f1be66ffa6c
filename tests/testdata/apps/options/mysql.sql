CREATE TABLE regions (
  country char(2) NOT NULL COMMENT 'ISO 3166',
  code varchar(10) NOT NULL,
  name varchar(100) NOT NULL,
  PRIMARY KEY (country, code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='Where we deliver';

CREATE TABLE cities (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  country char(2) NOT NULL,
  region_code varchar(10) NOT NULL,
  name varchar(100) NOT NULL COMMENT 'It''s the local name',
  changed_at datetime NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  CONSTRAINT uq_cities_country_name UNIQUE (country, name),
  CONSTRAINT fk_cities_region FOREIGN KEY (country, region_code) REFERENCES regions (country, code) ON DELETE CASCADE ON UPDATE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE departments (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name varchar(100) NOT NULL,
  head_id bigint
);
CREATE INDEX ix_departments_name ON departments (name DESC, head_id);

CREATE TABLE workers (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  department_id bigint NOT NULL,
  CONSTRAINT fk_workers_department_id FOREIGN KEY (department_id) REFERENCES departments (id) ON DELETE CASCADE
);

ALTER TABLE departments ADD CONSTRAINT fk_departments_head_id FOREIGN KEY (head_id) REFERENCES workers (id) ON DELETE SET NULL;
