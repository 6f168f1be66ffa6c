-- What sqlite3 reads: a dump, with some SQL by hand.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE t (id integer PRIMARY KEY AUTOINCREMENT, a text DEFAULT 'it''s; ok', [odd;name] int, `begin` int, "end;" int);
INSERT INTO t VALUES(5,'semi;colon',NULL,1,2);
#
# It's a comment; of the shell's.
CREATE TABLE log (what text, "end" text);
CREATE TRIGGER touch AFTER INSERT ON t WHEN new.id > 1 BEGIN
  INSERT INTO log VALUES (CASE WHEN new.id > 5 THEN 'large;' ELSE 'small;' END, (SELECT CASE new.id WHEN 6 THEN 'six' END));
  UPDATE log SET "end" = CASE "end" WHEN 'six' THEN '6;' END; -- done; END;
END;
CREATE TEMP TABLE scratch (x);
CREATE TEMP TRIGGER scratch_in AFTER INSERT ON scratch BEGIN SELECT 1; END;
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('t',5);
INSERT INTO t (a) VALUES ('six');
CREATE INDEX ix ON t (a) WHERE a <> ';';
CREATE VIEW v AS SELECT CASE WHEN id > 5 THEN 'large' END AS size FROM t
/* v(size) */;
COMMIT;
