-- feature: generated columns that are never NULL
CREATE TABLE gen (a int NOT NULL, b int GENERATED ALWAYS AS (a + 1) VIRTUAL NOT NULL, c int GENERATED ALWAYS AS (a * 2) STORED NOT NULL, d varchar(20) AS (concat('x', a)) STORED, PRIMARY KEY (c), UNIQUE KEY ub (b));
-- or
CREATE TABLE gen (a int NOT NULL, b int GENERATED ALWAYS AS (a + 1) VIRTUAL, c int GENERATED ALWAYS AS (a * 2) STORED, d varchar(20) AS (concat('x', a)) STORED NOT NULL, KEY ib (b));
-- or
CREATE TABLE gen (a int NOT NULL, b int GENERATED ALWAYS AS (a + 2) VIRTUAL NOT NULL COMMENT 'b', c int NOT NULL DEFAULT 0, d varchar(20) COLLATE utf8mb4_bin AS (concat('y', a)) VIRTUAL NOT NULL);
-- rows
INSERT INTO gen (a) VALUES (1)
-- feature: functional indexes
CREATE TABLE fx (id int PRIMARY KEY, name varchar(50), j json, n int, KEY low ((lower(name))), UNIQUE KEY two ((n + 1), name), KEY mix (n, (upper(name)) DESC), KEY tags ((CAST(j->'$.tags' AS UNSIGNED ARRAY))), KEY ex ((CAST(j->>'$.name' AS CHAR(30)) COLLATE utf8mb4_bin)));
-- or
CREATE TABLE fx (id int PRIMARY KEY, name varchar(50), j json, n int, KEY low ((upper(name))), UNIQUE KEY two ((n + 1)), KEY mix (n, (upper(name))), KEY tags ((CAST(j->'$.tags' AS CHAR(20) ARRAY)), n), KEY dt ((date(from_unixtime(n)))), KEY q ((concat(name, 'it''s', '\\'))));
-- or
CREATE TABLE fx (id int PRIMARY KEY, name varchar(50), j json, n int, KEY low (name), KEY mix (n DESC, name) INVISIBLE);
-- rows
INSERT INTO fx VALUES (1, 'a', '{"tags": [1, 2], "name": "z"}', 3)
-- feature: defaults that are expressions
CREATE TABLE de (id binary(16) NOT NULL DEFAULT (uuid_to_bin(uuid(), 1)), u char(36) DEFAULT (uuid()), j json NOT NULL DEFAULT (json_array()), k json DEFAULT (json_object('a', 1)), t text DEFAULT ('abc'), d date DEFAULT (curdate()), e datetime DEFAULT (now() + interval 1 day), p point DEFAULT (point(1, 2)), n int DEFAULT (1 + 2), f double DEFAULT (rand() * 10), b blob DEFAULT (0x4142), s varchar(20) DEFAULT (concat('it''s', '\\')), o int DEFAULT (n), PRIMARY KEY (id));
-- or
CREATE TABLE de (id binary(16) NOT NULL, u char(36) DEFAULT 'x', j json NOT NULL, k json, t text, d date DEFAULT '2020-01-01', e datetime DEFAULT now(), p point, n int DEFAULT 3, f double DEFAULT 0.5, b blob, s varchar(20) DEFAULT 'it''s \\', o int, PRIMARY KEY (id));
-- or
CREATE TABLE de (id binary(16) NOT NULL DEFAULT (uuid_to_bin(uuid())), u char(36) NOT NULL DEFAULT (uuid()), j json NOT NULL DEFAULT (json_object()), k json DEFAULT (cast('[]' as json)), t text NOT NULL DEFAULT (_utf8mb4'äbc'), d date DEFAULT (current_date + interval 1 year), e datetime(3) DEFAULT CURRENT_TIMESTAMP(3), p point, n int DEFAULT (abs(-3)), f double DEFAULT (pi()), b blob, s varchar(20) DEFAULT (lower('ABC')), o int DEFAULT (n + 1), PRIMARY KEY (id));
-- rows
INSERT INTO de (id, j, u, t) VALUES (0x01, '{}', 'u', 't')
-- feature: invisible things
CREATE TABLE inv (id int PRIMARY KEY, a int INVISIBLE, b int NOT NULL DEFAULT 3 INVISIBLE COMMENT 'hid', c timestamp NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP INVISIBLE, g int AS (id + 1) VIRTUAL INVISIBLE, KEY ia (a) INVISIBLE, UNIQUE KEY ub (b) INVISIBLE);
-- or
CREATE TABLE inv (id int PRIMARY KEY, a int, b int NOT NULL DEFAULT 3, c timestamp NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, g int AS (id + 1) VIRTUAL, KEY ia (a), UNIQUE KEY ub (b));
-- rows
INSERT INTO inv (id) VALUES (1)
-- feature: checks
CREATE TABLE chk (a int CHECK (a > 0), b int, c varchar(9) CHECK (c IN ('a', 'it''s', '\\')), j json, CHECK (b < 10) NOT ENFORCED, CONSTRAINT both_ok CHECK (a < b), CONSTRAINT schema_ok CHECK (json_schema_valid('{"type":"object"}', j)), CONSTRAINT rx CHECK (regexp_like(c, '^[a-z''\\\\]+$')));
-- or
CREATE TABLE chk (a int CHECK (a > 1), b int, c varchar(9), j json, CHECK (b < 10), CONSTRAINT both_ok CHECK (a < b) NOT ENFORCED);
-- or
CREATE TABLE chk (a int, b int CONSTRAINT chk_chk_9 CHECK (b > 0), c varchar(9), j json, CONSTRAINT both_ok CHECK (a <= b), CHECK (a <> 3));
-- rows
INSERT INTO chk VALUES (2, 5, 'a', '{}')
-- feature: spatial reference systems
CREATE TABLE sp (id int PRIMARY KEY, p point NOT NULL SRID 4326, g geometry NOT NULL SRID 0, l linestring, SPATIAL KEY sp_p (p), SPATIAL INDEX sp_g (g));
-- or
CREATE TABLE sp (id int PRIMARY KEY, p point NOT NULL SRID 0, g geometry SRID 4326, l linestring SRID 3857);
-- or
CREATE TABLE sp (id int PRIMARY KEY, p point NOT NULL, g geometrycollection, l multilinestring);
-- feature: partitions
CREATE TABLE pt (id int NOT NULL, d date NOT NULL, r varchar(10) NOT NULL, PRIMARY KEY (id, d, r)) PARTITION BY RANGE COLUMNS (d, r) (PARTITION p0 VALUES LESS THAN ('2020-01-01', 'm'), PARTITION p1 VALUES LESS THAN (MAXVALUE, MAXVALUE) COMMENT = 'rest');
CREATE TABLE ps (id int NOT NULL, d date NOT NULL) PARTITION BY RANGE (year(d)) SUBPARTITION BY HASH (to_days(d)) SUBPARTITIONS 2 (PARTITION p0 VALUES LESS THAN (1990), PARTITION p1 VALUES LESS THAN MAXVALUE);
CREATE TABLE pk (id int PRIMARY KEY) PARTITION BY KEY () PARTITIONS 4;
-- or
CREATE TABLE pt (id int NOT NULL, d date NOT NULL, r varchar(10) NOT NULL, PRIMARY KEY (id, d, r)) PARTITION BY LIST COLUMNS (r) (PARTITION pa VALUES IN ('a', 'b'), PARTITION pb VALUES IN ('c', NULL));
CREATE TABLE ps (id int NOT NULL, d date NOT NULL) PARTITION BY LINEAR HASH (year(d)) PARTITIONS 3;
CREATE TABLE pk (id int PRIMARY KEY) PARTITION BY LINEAR KEY ALGORITHM=1 (id) PARTITIONS 2;
-- or
CREATE TABLE pt (id int NOT NULL, d date NOT NULL, r varchar(10) NOT NULL, PRIMARY KEY (id, d, r));
CREATE TABLE ps (id int NOT NULL, d date NOT NULL) PARTITION BY RANGE (to_days(d)) (PARTITION p0 VALUES LESS THAN (to_days('2020-01-01')), PARTITION p1 VALUES LESS THAN (to_days('2021-01-01')), PARTITION p2 VALUES LESS THAN MAXVALUE);
CREATE TABLE pk (id int PRIMARY KEY, j json, KEY m ((CAST(j->'$.a' AS UNSIGNED ARRAY))));
-- rows
INSERT INTO pt VALUES (1, '2019-01-01', 'a'); INSERT INTO ps VALUES (1, '2020-05-05'); INSERT INTO pk (id) VALUES (7)
-- feature: character sets
CREATE TABLE cs (a varchar(20), b varchar(20) COLLATE utf8mb4_bin, c varchar(20) CHARACTER SET latin1, d text CHARACTER SET utf8mb3, e enum('a','ö','it''s','x,y') CHARACTER SET latin1, f set('a','b') COLLATE utf8mb4_0900_as_cs, g char(5) CHARACTER SET ascii COLLATE ascii_bin, h varchar(20) CHARACTER SET binary, i varchar(10) COLLATE utf8mb4_0900_ai_ci) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci;
-- or
CREATE TABLE cs (a varchar(20), b varchar(20), c varchar(20), d text, e enum('a','ö','it''s','x,y','z'), f set('a','b','c'), g char(5), h varchar(20), i varchar(10)) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
-- or
CREATE TABLE cs (a varchar(20), b varchar(20), c varchar(20) CHARACTER SET utf8mb4, d text COLLATE utf8mb4_bin, e enum('a','ö','it''s','x,y') COLLATE latin1_bin, f set('a','b'), g char(5), h varchar(20), i varchar(10) COLLATE latin1_bin) DEFAULT CHARSET=latin1;
-- rows
INSERT INTO cs (a, b, e) VALUES ('a', 'b', 'ö')
-- feature: types
CREATE TABLE ty (a bit(1) DEFAULT b'1', b bit(8) DEFAULT b'101', c year DEFAULT '2020', d time(3) DEFAULT '10:00:00.5', e datetime(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), f timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, g decimal(10,2) unsigned zerofill DEFAULT 1, h float(7,4), i double(10,2) DEFAULT '1.50', j int(5) unsigned zerofill DEFAULT 7, k tinyint(1) DEFAULT true, l mediumtext, m varbinary(16) DEFAULT 'a\0b', n binary(3) DEFAULT 'ab', o float DEFAULT 1e10, p bigint unsigned DEFAULT 18446744073709551615, q datetime DEFAULT '2000-01-01 00:00:00', r tinyint(1) NOT NULL DEFAULT 0, s decimal(65,30), t char(0), u float(30), v serial);
-- or
CREATE TABLE ty (a bit(1), b bit(8), c year, d time DEFAULT '00:00:00', e datetime DEFAULT CURRENT_TIMESTAMP, f timestamp(3) NULL, g decimal(12,4), h float, i double DEFAULT 0, j int unsigned DEFAULT 7, k tinyint DEFAULT 1, l longtext, m varbinary(16) DEFAULT 0x00ff, n binary(3), o float DEFAULT 0.1, p bigint unsigned DEFAULT 0, q datetime, r tinyint(1) DEFAULT 1, s decimal(10,0), t char(0) DEFAULT '', u double, v bigint unsigned NOT NULL PRIMARY KEY);
-- rows
INSERT INTO ty (f, v, h) VALUES ('2020-01-01', 3, 1.5)
-- feature: views
CREATE TABLE vt (id int PRIMARY KEY, p int, name varchar(20), j json);
CREATE VIEW v1 AS WITH RECURSIVE c (n, depth) AS (SELECT id, 1 FROM vt WHERE p IS NULL UNION ALL SELECT t.id, c.depth + 1 FROM vt t JOIN c ON t.p = c.n) SELECT * FROM c;
CREATE VIEW v2 AS SELECT id, row_number() OVER w AS rn, lag(name, 1, 'x') OVER (PARTITION BY p ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS l FROM vt WINDOW w AS (PARTITION BY p ORDER BY id DESC);
CREATE VIEW v3 AS SELECT v.id, jt.* FROM vt v, JSON_TABLE(v.j, '$[*]' COLUMNS (o FOR ORDINALITY, x int PATH '$.x' DEFAULT '0' ON EMPTY, NESTED PATH '$.y[*]' COLUMNS (y varchar(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$'))) AS jt;
CREATE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW v4 (a, b) AS SELECT id, name FROM vt WHERE id > 0 WITH CASCADED CHECK OPTION;
CREATE VIEW v5 AS SELECT v4.a, x.m FROM v4, LATERAL (SELECT max(id) AS m FROM vt WHERE vt.p = v4.a) AS x;
CREATE VIEW v6 AS SELECT name, 'it''s' AS q, _utf8mb4'ä' AS u, group_concat(DISTINCT id ORDER BY id DESC SEPARATOR ', ') AS g FROM vt GROUP BY name WITH ROLLUP;
CREATE VIEW v7 AS TABLE vt;
CREATE VIEW v8 AS SELECT * FROM (VALUES ROW(1, 'a'), ROW(2, 'b')) AS t (x, y);
-- or
CREATE TABLE vt (id bigint PRIMARY KEY, p bigint, name varchar(40), j json, z int);
CREATE VIEW v1 AS WITH RECURSIVE c AS (SELECT id AS n FROM vt WHERE p IS NULL UNION ALL SELECT t.id FROM vt t JOIN c ON t.p = c.n) SELECT n FROM c;
CREATE VIEW v4 (a, b, c) AS SELECT id, name, z FROM vt WITH LOCAL CHECK OPTION;
CREATE ALGORITHM=TEMPTABLE VIEW v5 AS SELECT v4.a, v4.c FROM v4;
CREATE VIEW v0 AS SELECT * FROM v5 JOIN v1 ON v5.a = v1.n;
CREATE VIEW v6 AS SELECT name, j->>'$.a' AS ja, j->'$.b' AS jb, name MEMBER OF (j) AS mem FROM vt;
-- rows
INSERT INTO vt (id, name, j) VALUES (1, 'a', '[]')
-- feature: routines, triggers and events
CREATE TABLE rt (id int PRIMARY KEY, n int DEFAULT 0, u timestamp NULL);
CREATE TRIGGER rt_bi BEFORE INSERT ON rt FOR EACH ROW SET NEW.n = NEW.n + 1;
CREATE TRIGGER rt_b2 BEFORE INSERT ON rt FOR EACH ROW FOLLOWS rt_bi SET NEW.u = now();
CREATE TRIGGER rt_b0 BEFORE INSERT ON rt FOR EACH ROW PRECEDES rt_bi SET NEW.u = NULL;
CREATE FUNCTION f1(a int, b varchar(10) CHARSET utf8mb4) RETURNS varchar(50) CHARSET utf8mb4 DETERMINISTIC NO SQL COMMENT 'it''s' RETURN concat(a, b);
CREATE FUNCTION f2() RETURNS int READS SQL DATA SQL SECURITY INVOKER RETURN (SELECT count(*) FROM rt);
CREATE PROCEDURE p1(IN a int, OUT b int, INOUT c decimal(10,2)) MODIFIES SQL DATA UPDATE rt SET n = a;
CREATE EVENT e1 ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' ENDS '2031-01-01 00:00:00' ON COMPLETION PRESERVE DISABLE COMMENT 'c' DO DELETE FROM rt;
-- or
CREATE TABLE rt (id int PRIMARY KEY, n int DEFAULT 1, u timestamp NULL);
CREATE TRIGGER rt_b2 BEFORE INSERT ON rt FOR EACH ROW SET NEW.u = now();
CREATE TRIGGER rt_bi BEFORE INSERT ON rt FOR EACH ROW SET NEW.n = NEW.n + 2;
CREATE FUNCTION f1(a bigint, b varchar(10) CHARSET utf8mb4) RETURNS varchar(60) CHARSET utf8mb4 DETERMINISTIC RETURN concat(b, a);
CREATE PROCEDURE p1(IN a int) SQL SECURITY INVOKER UPDATE rt SET n = a + 1;
CREATE EVENT e1 ON SCHEDULE EVERY 2 HOUR STARTS '2030-01-01 00:00:00' ENABLE DO DELETE FROM rt WHERE id > 3;
-- rows
INSERT INTO rt (id) VALUES (1)
-- feature: table options
CREATE TABLE topt (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, x text) ENGINE=InnoDB AUTO_INCREMENT=100 ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8 COMMENT='it''s' STATS_PERSISTENT=1 STATS_SAMPLE_PAGES=10;
CREATE TABLE topm (id int NOT NULL, KEY (id)) ENGINE=MEMORY MAX_ROWS=100;
CREATE TABLE topc (id int) COMPRESSION='zlib' AUTOEXTEND_SIZE=4M;
-- or
CREATE TABLE topt (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, x text) ROW_FORMAT=DYNAMIC;
CREATE TABLE topm (id int NOT NULL, KEY (id)) ENGINE=MyISAM CHECKSUM=1 PACK_KEYS=1 DELAY_KEY_WRITE=1 AVG_ROW_LENGTH=50 MIN_ROWS=5;
CREATE TABLE topc (id int) AUTOEXTEND_SIZE=4M;
-- rows
INSERT INTO topt (x) VALUES ('a'); INSERT INTO topm VALUES (1)
-- feature: foreign keys
CREATE TABLE fp (id int PRIMARY KEY, u int UNIQUE, v int, w int, UNIQUE KEY vw (v, w));
CREATE TABLE fc (id int PRIMARY KEY, a int, b int, c int, FOREIGN KEY (a) REFERENCES fp (id) ON DELETE CASCADE ON UPDATE SET NULL, CONSTRAINT fx FOREIGN KEY (b, c) REFERENCES fp (v, w), FOREIGN KEY (b) REFERENCES fp (u), CONSTRAINT own FOREIGN KEY (c) REFERENCES fc (id) ON DELETE NO ACTION);
CREATE TABLE fi (id int PRIMARY KEY, a int REFERENCES fp (id), b int REFERENCES fp);
-- or
CREATE TABLE fp (id bigint PRIMARY KEY, u int UNIQUE, v int, w int, UNIQUE KEY vw (v, w));
CREATE TABLE fc (id int PRIMARY KEY, a bigint NOT NULL, b int, c int, FOREIGN KEY (a) REFERENCES fp (id) ON DELETE RESTRICT, CONSTRAINT fx FOREIGN KEY (c, b) REFERENCES fp (v, w) ON DELETE SET NULL, CONSTRAINT own FOREIGN KEY (c) REFERENCES fc (id) ON DELETE CASCADE);
CREATE TABLE fi (id int PRIMARY KEY, a bigint, b int, KEY (a));
-- rows
INSERT INTO fp VALUES (1, 1, 1, 1); INSERT INTO fc VALUES (1, 1, 1, 1); 
-- feature: fulltext
CREATE TABLE ft (id int PRIMARY KEY, a text, b varchar(200), FULLTEXT KEY fa (a, b) WITH PARSER ngram, FULLTEXT KEY fb (b) COMMENT 'c');
-- or
CREATE TABLE ft (id int PRIMARY KEY, a text, b varchar(200), FULLTEXT KEY fa (a), FULLTEXT KEY fb (b, a));
-- rows
INSERT INTO ft VALUES (1, 'a b', 'c d')
-- feature: comments of indexes
CREATE TABLE att (id int PRIMARY KEY COMMENT 'k', x int, y int, KEY iy (y) COMMENT 'MERGE_THRESHOLD=40');
-- or
CREATE TABLE att (id int PRIMARY KEY, x int, y int, KEY ix (x) COMMENT 'x', KEY iy (y DESC));
