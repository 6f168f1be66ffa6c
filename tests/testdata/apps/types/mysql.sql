CREATE TABLE samples (
  id char(36) NOT NULL PRIMARY KEY,
  small smallint NOT NULL,
  normal int NOT NULL,
  big bigint NOT NULL,
  name varchar(80) NOT NULL,
  code char(2) NOT NULL,
  body text NOT NULL,
  flag tinyint(1) NOT NULL,
  maybe_on tinyint(1),
  moment datetime NOT NULL,
  later datetime,
  day date NOT NULL,
  hour time NOT NULL,
  single float NOT NULL,
  double_value double NOT NULL,
  amount decimal(12,4) NOT NULL,
  document json NOT NULL,
  settings json,
  mood enum('glad', 'it''s fine') NOT NULL,
  photo blob,
  digest varbinary(32) NOT NULL,
  owner char(36),
  words json,
  scores json NOT NULL
);

CREATE TABLE defaults (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  word varchar(20) NOT NULL DEFAULT 'it''s',
  number int NOT NULL DEFAULT -7,
  ratio double NOT NULL DEFAULT 0.5,
  is_on tinyint(1) NOT NULL DEFAULT 1,
  is_off tinyint(1) NOT NULL DEFAULT 0,
  at_time datetime NOT NULL DEFAULT CURRENT_TIMESTAMP,
  `empty` varchar(5) NOT NULL DEFAULT ''
);
