CREATE TABLE samples (
  id uuid text NOT NULL PRIMARY KEY,
  small smallint NOT NULL,
  normal integer NOT NULL,
  big bigint NOT NULL,
  name varchar(80) NOT NULL,
  code char(2) NOT NULL,
  body text NOT NULL,
  flag boolean NOT NULL,
  maybe_on boolean,
  moment timestamp NOT NULL,
  later timestamp,
  day date NOT NULL,
  hour time NOT NULL,
  single real NOT NULL,
  double_value double NOT NULL,
  amount numeric(12,4) NOT NULL,
  document json text NOT NULL,
  settings json text,
  mood text NOT NULL CHECK (mood IN ('glad', 'it''s fine')),
  photo blob,
  digest varbinary blob(32) NOT NULL,
  owner uuid text,
  words json text,
  scores json text NOT NULL
);

CREATE TABLE defaults (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  word varchar(20) NOT NULL DEFAULT 'it''s',
  number integer NOT NULL DEFAULT -7,
  ratio double NOT NULL DEFAULT 0.5,
  is_on boolean NOT NULL DEFAULT 1,
  is_off boolean NOT NULL DEFAULT 0,
  at_time timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
  empty varchar(5) NOT NULL DEFAULT ''
);
