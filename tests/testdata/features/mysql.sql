-- feature: event
CREATE TABLE event (a int);
CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 03:00:00' DO DELETE FROM event;
CREATE EVENT gone ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 03:00:00' DO DELETE FROM event
-- or
CREATE TABLE event (a int);
CREATE EVENT e ON SCHEDULE EVERY '1:30' HOUR_MINUTE STARTS '2030-01-01 03:00:00' ENDS '2031-01-01' ON COMPLETION PRESERVE DISABLE COMMENT 'it''s' DO INSERT INTO event VALUES (LENGTH(_latin1'a\\b'))
-- or
CREATE TABLE event (a int);
DELIMITER $$
CREATE EVENT e ON SCHEDULE AT '2035-01-01 10:00' ON COMPLETION PRESERVE DISABLE ON SLAVE COMMENT 'it''s' DO BEGIN
  DELETE FROM event;
  INSERT INTO event VALUES (1);
END $$
DELIMITER ;
-- rows
INSERT INTO event VALUES (1)

-- feature: event definer
CREATE DEFINER=`root`@`127.0.0.1` EVENT owned ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 03:00:00' DO SELECT 1
-- or
CREATE DEFINER=`mariadb.sys`@`localhost` EVENT owned ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 03:00:00' DO SELECT 1

-- feature: engine
CREATE TABLE engine (a int NOT NULL PRIMARY KEY, b varchar(10) DEFAULT 'x', KEY kb (b)) ENGINE=InnoDB
-- or
CREATE TABLE engine (a int NOT NULL PRIMARY KEY, b varchar(10) DEFAULT 'x', KEY kb (b)) ENGINE=MyISAM
-- or
CREATE TABLE engine (a int NOT NULL PRIMARY KEY, b varchar(10) DEFAULT 'x', KEY kb (b)) ENGINE=Aria TRANSACTIONAL=1
-- or
CREATE TABLE engine (a int NOT NULL PRIMARY KEY, b varchar(10) DEFAULT 'x', KEY kb (b) USING BTREE) ENGINE=MEMORY
-- rows
INSERT INTO engine VALUES (1, 'a'), (2, NULL)

-- feature: charset
CREATE TABLE charset (a varchar(20), b varchar(20) CHARACTER SET latin1, c text, d enum('x','y') COLLATE utf8mb4_bin) DEFAULT CHARSET=utf8mb4
-- or
CREATE TABLE charset (a varchar(20), b varchar(20) CHARACTER SET latin1 COLLATE latin1_bin, c text CHARACTER SET ascii, d enum('x','y')) DEFAULT CHARSET=latin1
-- or
CREATE TABLE charset (a varchar(20) COLLATE utf8mb4_bin, b varchar(20) CHARACTER SET utf8mb3, c text, d enum('x','y')) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
-- rows
INSERT INTO charset VALUES ('a', 'b', 'c', 'x'), (NULL, NULL, NULL, NULL)

-- feature: table options
CREATE TABLE topt (a int NOT NULL PRIMARY KEY, b blob) ROW_FORMAT=DYNAMIC COMMENT='one'
-- or
CREATE TABLE topt (a int NOT NULL PRIMARY KEY, b blob) ROW_FORMAT=COMPRESSED COMMENT='it''s two'
-- or
CREATE TABLE topt (a int NOT NULL PRIMARY KEY, b blob) STATS_PERSISTENT=1 STATS_AUTO_RECALC=0 STATS_SAMPLE_PAGES=20 MAX_ROWS=1000 MIN_ROWS=10 AVG_ROW_LENGTH=100
-- or
CREATE TABLE topt (a int NOT NULL PRIMARY KEY, b blob) ROW_FORMAT=COMPACT `page_compressed`=1 CHECKSUM=1
-- rows
INSERT INTO topt VALUES (1, 'x')

-- feature: auto_increment
CREATE TABLE autoinc (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, b int)
-- or
CREATE TABLE autoinc (id bigint unsigned NOT NULL AUTO_INCREMENT, b int NOT NULL, PRIMARY KEY (b, id), KEY (id)) AUTO_INCREMENT=100
-- or
CREATE TABLE autoinc (id int NOT NULL, b int, UNIQUE (id))
-- or
CREATE TABLE autoinc (id int NOT NULL AUTO_INCREMENT, b int, UNIQUE KEY u (id))
-- rows
INSERT INTO autoinc VALUES (1, 10), (2, 20)

-- feature: partitions by range
CREATE TABLE prange (id int NOT NULL, y int NOT NULL, PRIMARY KEY (id, y))
-- or
CREATE TABLE prange (id int NOT NULL, y int NOT NULL, PRIMARY KEY (id, y)) PARTITION BY RANGE (y) (PARTITION p0 VALUES LESS THAN (2000), PARTITION p1 VALUES LESS THAN (2010) COMMENT = 'old', PARTITION pmax VALUES LESS THAN MAXVALUE)
-- or
CREATE TABLE prange (id int NOT NULL, y int NOT NULL, PRIMARY KEY (id, y)) PARTITION BY RANGE (y) (PARTITION p0 VALUES LESS THAN (2000), PARTITION p1 VALUES LESS THAN (2010), PARTITION p2 VALUES LESS THAN (2020), PARTITION pmax VALUES LESS THAN MAXVALUE)
-- or
CREATE TABLE prange (id int NOT NULL, y int NOT NULL, PRIMARY KEY (id, y)) PARTITION BY RANGE (y) SUBPARTITION BY HASH (id) SUBPARTITIONS 2 (PARTITION p0 VALUES LESS THAN (2015), PARTITION pmax VALUES LESS THAN MAXVALUE)
-- rows
INSERT INTO prange VALUES (1, 1999), (2, 2005), (3, 2015), (4, 2030)

-- feature: partitions by hash and key
CREATE TABLE phash (id int NOT NULL, k varchar(10) NOT NULL, d date NOT NULL, PRIMARY KEY (id, k, d)) PARTITION BY HASH (id) PARTITIONS 4
-- or
CREATE TABLE phash (id int NOT NULL, k varchar(10) NOT NULL, d date NOT NULL, PRIMARY KEY (id, k, d)) PARTITION BY LINEAR HASH (YEAR(d)) PARTITIONS 3
-- or
CREATE TABLE phash (id int NOT NULL, k varchar(10) NOT NULL, d date NOT NULL, PRIMARY KEY (id, k, d)) PARTITION BY KEY (k) PARTITIONS 2
-- or
CREATE TABLE phash (id int NOT NULL, k varchar(10) NOT NULL, d date NOT NULL, PRIMARY KEY (id, k, d)) PARTITION BY RANGE COLUMNS (k, d) (PARTITION a VALUES LESS THAN ('m', '2020-01-01'), PARTITION b VALUES LESS THAN (MAXVALUE, MAXVALUE))
-- rows
INSERT INTO phash VALUES (1, 'a', '2019-01-01'), (2, 'z', '2021-01-01')

-- feature: partitions by list
CREATE TABLE plist (r int NOT NULL, s varchar(4) NOT NULL, PRIMARY KEY (r, s)) PARTITION BY LIST (r) (PARTITION a VALUES IN (1, 2), PARTITION b VALUES IN (3))
-- or
CREATE TABLE plist (r int NOT NULL, s varchar(4) NOT NULL, PRIMARY KEY (r, s)) PARTITION BY LIST (r) (PARTITION a VALUES IN (1), PARTITION b VALUES IN (2, 3), PARTITION c VALUES IN (4))
-- or
CREATE TABLE plist (r int NOT NULL, s varchar(4) NOT NULL, PRIMARY KEY (r, s)) PARTITION BY LIST COLUMNS (s) (PARTITION a VALUES IN ('x', 'y'), PARTITION d DEFAULT)
-- rows
INSERT INTO plist VALUES (1, 'x'), (2, 'y'), (3, 'z')

-- feature: numbers
CREATE TABLE num (a int, b int unsigned, c int(5) unsigned zerofill, d decimal(8,2), e float, f double, g bit(3), h tinyint(1), i bigint, j mediumint, k year)
-- or
CREATE TABLE num (a int unsigned, b int, c int(7) unsigned zerofill, d decimal(10,3) unsigned, e double, f float, g bit(8), h tinyint, i bigint(5), j mediumint unsigned, k smallint)
-- or
CREATE TABLE num (a int zerofill, b int(4), c int, d decimal(8,2) zerofill, e float(7,2), f double(9,3), g bit, h bool, i serial, j int3, k int)
-- rows
INSERT INTO num VALUES (1, 1, 1, 1.25, 1.5, 1.5, 1, 1, 1, 1, 2001)

-- feature: times
CREATE TABLE times (a datetime, b timestamp NULL, c time, d timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(), e date, f datetime(3) DEFAULT now(3))
-- or
CREATE TABLE times (a datetime(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), b timestamp(3) NULL DEFAULT NULL, c time(2), d timestamp NOT NULL DEFAULT '2020-01-01 00:00:00', e date DEFAULT (curdate()), f datetime)
-- rows
INSERT INTO times VALUES ('2020-01-02 03:04:05', '2020-01-02 03:04:05', '03:04:05', '2020-01-02 03:04:05', '2020-01-02', '2020-01-02 03:04:05')

-- feature: generated
CREATE TABLE gen (a int, b int, s int GENERATED ALWAYS AS (a + b) STORED, v varchar(20) AS (concat('x', a)) VIRTUAL, KEY (v))
-- or
CREATE TABLE gen (a int, b int, s int GENERATED ALWAYS AS (a * b) STORED, v varchar(20) AS (concat('y', a)) VIRTUAL COMMENT 'c', KEY (v))
-- or
CREATE TABLE gen (a int, b int, s int AS (a + b) VIRTUAL, v varchar(20) AS (concat('x', a)) STORED)
-- or
CREATE TABLE gen (a int, b int, s int, v varchar(20), j json, x varchar(10) AS (json_value(j, '$.x')) VIRTUAL INVISIBLE)
-- rows
INSERT INTO gen (a, b) VALUES (1, 2), (3, NULL)

-- feature: invisible columns and comments
CREATE TABLE invis (a int, b int INVISIBLE DEFAULT 3, c varchar(5) NOT NULL DEFAULT 'x' COMMENT 'it''s "a" \\ backslash')
-- or
CREATE TABLE invis (a int, b int DEFAULT 3, c varchar(5) INVISIBLE NOT NULL DEFAULT 'x' COMMENT 'other')
-- or
CREATE TABLE invis (a int COMMENT 'line
two', b int INVISIBLE, c varchar(5))
-- rows
INSERT INTO invis (a, b, c) VALUES (1, 2, 'x')

-- feature: enum and set
CREATE TABLE es (e enum('a','b','c') NOT NULL DEFAULT 'a', s set('x','y'))
-- or
CREATE TABLE es (e enum('a','b','c','d') DEFAULT 'd', s set('x','y','z') NOT NULL DEFAULT 'x,y')
-- or
CREATE TABLE es (e enum('c','b','a','it''s, (x)') NOT NULL, s set('y','x') CHARACTER SET latin1)
-- rows
INSERT INTO es VALUES ('a', 'x'), ('c', 'y')

-- feature: spatial
CREATE TABLE geo (p point NOT NULL, g geometry, SPATIAL KEY sp (p))
-- or
CREATE TABLE geo (p point REF_SYSTEM_ID=4326 NOT NULL, g polygon REF_SYSTEM_ID=0)
-- or
CREATE TABLE geo (p point, g linestring)
-- rows
INSERT INTO geo VALUES (POINT(1, 1), NULL)

-- feature: json and types of MariaDB
CREATE TABLE own (j json, u uuid, i inet6, f inet4, t longtext, d uuid NOT NULL DEFAULT uuid())
-- or
CREATE TABLE own (j longtext, u char(36), i varchar(39), f varchar(15), t json, d uuid)
-- or
CREATE TABLE own (j json DEFAULT '{}', u uuid, i inet6 DEFAULT '::1', f inet4, t longtext CHECK (json_valid(t)), d uuid NOT NULL)
-- rows
INSERT INTO own VALUES ('{}', uuid(), '::1', '127.0.0.1', '{}', uuid())

-- feature: indexes
CREATE TABLE idx (a int, b varchar(100), c text, d int, e int, KEY pre (b(10)), KEY descending (a DESC, d), UNIQUE KEY u (e), FULLTEXT KEY ft (c), KEY hid (d) IGNORED)
-- or
CREATE TABLE idx (a int, b varchar(100), c text, d int, e int, KEY pre (b(20)), KEY descending (a, d DESC), UNIQUE KEY u (e DESC) COMMENT 'c', FULLTEXT KEY ft (b, c) COMMENT 'full', KEY hid (d))
-- or
CREATE TABLE idx (a int, b varchar(100), c text, d int, e int, KEY pre (b), UNIQUE KEY descending (a, d), KEY u (e) IGNORED, KEY cc (c(30) DESC, a))
-- rows
INSERT INTO idx VALUES (1, 'b', 'c', 1, 1), (2, 'bb', 'cc', 2, 2)

-- feature: keys
CREATE TABLE pk (a int NOT NULL, b varchar(50) NOT NULL, PRIMARY KEY (a, b(10)))
-- or
CREATE TABLE pk (a int NOT NULL, b varchar(50) NOT NULL, PRIMARY KEY (b DESC, a) COMMENT 'key')
-- or
CREATE TABLE pk (a int, b varchar(50) NOT NULL, UNIQUE (b(5)))
-- or
CREATE TABLE pk (a int NOT NULL, b varchar(50), PRIMARY KEY (a))
-- rows
INSERT INTO pk VALUES (1, 'x'), (2, 'y')

-- feature: checks
CREATE TABLE chk (a int CHECK (a > 0), b int, c varchar(10), CONSTRAINT c1 CHECK (b > a), CONSTRAINT c2 CHECK (c IN ('x', 'it''s')))
-- or
CREATE TABLE chk (a int CHECK (a >= 0), b int, c varchar(10) CHECK (char_length(c) < 9), CONSTRAINT c1 CHECK (b >= a), CONSTRAINT c3 CHECK (c <> '' or b is null))
-- or
CREATE TABLE chk (a int, b int CHECK (b BETWEEN 1 AND 100), c varchar(10), CONSTRAINT a CHECK (a < 1000))
-- rows
INSERT INTO chk VALUES (1, 2, 'x')

-- feature: foreign keys
CREATE TABLE fkp (a int NOT NULL, b int NOT NULL, PRIMARY KEY (a, b), UNIQUE KEY ub (b));
CREATE TABLE fkc (x int, y int, z int, CONSTRAINT f1 FOREIGN KEY (x, y) REFERENCES fkp (a, b) ON DELETE CASCADE, CONSTRAINT f2 FOREIGN KEY (z) REFERENCES fkp (b))
-- or
CREATE TABLE fkp (a int NOT NULL, b int NOT NULL, PRIMARY KEY (a, b), UNIQUE KEY ub (b));
CREATE TABLE fkc (x int, y int, z int, KEY own (z, x), CONSTRAINT f1 FOREIGN KEY (x, y) REFERENCES fkp (a, b) ON DELETE SET NULL ON UPDATE CASCADE, CONSTRAINT f2 FOREIGN KEY (z) REFERENCES fkp (b))
-- or
CREATE TABLE fkp (a int NOT NULL, b int NOT NULL, PRIMARY KEY (a, b));
CREATE TABLE fkc (x int, y int, z int, CONSTRAINT f3 FOREIGN KEY (x) REFERENCES fkp (a) ON UPDATE SET NULL)
-- rows
INSERT INTO fkp VALUES (1, 2); INSERT INTO fkc VALUES (1, 2, 2)

-- feature: views
CREATE TABLE vt (a int, b varchar(10));
CREATE VIEW v1 AS SELECT a, b FROM vt WHERE a > 1;
CREATE ALGORITHM=MERGE DEFINER=`root`@`127.0.0.1` SQL SECURITY INVOKER VIEW v2 AS SELECT a FROM v1 WHERE a > 5 WITH LOCAL CHECK OPTION;
CREATE ALGORITHM=TEMPTABLE VIEW v3 (x, y) AS SELECT count(*), max(b) FROM vt
-- or
CREATE TABLE vt (a int, b varchar(10));
CREATE VIEW v1 AS SELECT a, b, 'it''s' AS c FROM vt WHERE a > 1 WITH CASCADED CHECK OPTION;
CREATE ALGORITHM=UNDEFINED DEFINER=`mariadb.sys`@`localhost` SQL SECURITY DEFINER VIEW v2 AS SELECT a FROM v1 WHERE a > 5 WITH CASCADED CHECK OPTION;
CREATE ALGORITHM=MERGE VIEW v3 (x) AS SELECT a + 1 FROM vt
-- or
CREATE TABLE vt (a int, b varchar(10), c int);
CREATE VIEW v1 AS SELECT vt.a, vt.c FROM vt JOIN vt t2 ON t2.a = vt.c
-- rows
INSERT INTO vt (a, b) VALUES (1, 'x')

-- feature: triggers
CREATE TABLE tr (a int, b int);
DELIMITER $$
CREATE TRIGGER tr_one BEFORE INSERT ON tr FOR EACH ROW SET NEW.b = 1 $$
CREATE TRIGGER tr_two BEFORE INSERT ON tr FOR EACH ROW FOLLOWS tr_one SET NEW.b = NEW.b + 1 $$
CREATE TRIGGER tr_three BEFORE INSERT ON tr FOR EACH ROW PRECEDES tr_one SET NEW.b = 7 $$
DELIMITER ;
-- or
CREATE TABLE tr (a int, b int);
DELIMITER $$
CREATE DEFINER=`root`@`127.0.0.1` TRIGGER tr_two BEFORE INSERT ON tr FOR EACH ROW SET NEW.b = NEW.b + 1 $$
CREATE TRIGGER tr_one BEFORE INSERT ON tr FOR EACH ROW BEGIN
  IF NEW.a > 1 THEN
    SET NEW.b = 2;
  END IF;
END $$
CREATE TRIGGER tr_four AFTER UPDATE ON tr FOR EACH ROW DELETE FROM tr WHERE a = OLD.a $$
DELIMITER ;
-- or
CREATE TABLE tr (a int, b int, c int)
-- rows
INSERT INTO tr (a, b) VALUES (1, 2)

-- feature: routines
CREATE FUNCTION fn (x int) RETURNS int DETERMINISTIC RETURN x + 1;
CREATE PROCEDURE pr (IN a int, OUT b varchar(10)) COMMENT 'does' SELECT 'x' INTO b
-- or
CREATE DEFINER=`root`@`127.0.0.1` FUNCTION fn (x bigint) RETURNS varchar(20) CHARSET latin1 NO SQL SQL SECURITY INVOKER RETURN concat(x, _latin1'\\');
DELIMITER $$
CREATE PROCEDURE pr (INOUT a int) MODIFIES SQL DATA BEGIN
  DECLARE i int DEFAULT 0;
  WHILE i < 3 DO SET i = i + 1; END WHILE;
  CASE a WHEN 1 THEN SET a = 2; ELSE SET a = 3; END CASE;
END $$
DELIMITER ;
DELIMITER $$
CREATE AGGREGATE FUNCTION agg (x int) RETURNS int
BEGIN
  DECLARE s int DEFAULT 0;
  DECLARE CONTINUE HANDLER FOR NOT FOUND RETURN s;
  LOOP FETCH GROUP NEXT ROW; SET s = s + x; END LOOP;
END $$
DELIMITER ;
-- or
SET SESSION sql_mode = 'PIPES_AS_CONCAT,NO_ENGINE_SUBSTITUTION';
CREATE FUNCTION fn (x int) RETURNS text READS SQL DATA RETURN 'a' || x;
SET SESSION sql_mode = DEFAULT

-- feature: sequences
CREATE SEQUENCE sq START WITH 5 INCREMENT BY 2 MINVALUE 1 MAXVALUE 1000 CACHE 10 CYCLE
-- or
CREATE SEQUENCE sq START WITH 5 INCREMENT BY 3 NOCACHE;
CREATE TABLE sqt (a int DEFAULT nextval(sq), b int)
-- or
CREATE SEQUENCE sq START WITH 5 MAXVALUE 100;
CREATE SEQUENCE down START WITH -5 INCREMENT BY -1 MINVALUE -100 MAXVALUE -5

-- feature: system versioning
CREATE TABLE sv (a int, b int)
-- or
CREATE TABLE sv (a int, b int) WITH SYSTEM VERSIONING
-- or
CREATE TABLE sv (a int, b int WITHOUT SYSTEM VERSIONING) WITH SYSTEM VERSIONING PARTITION BY SYSTEM_TIME LIMIT 1000 (PARTITION p0 HISTORY, PARTITION p1 HISTORY, PARTITION pc CURRENT)
-- or
CREATE TABLE sv (a int, b int, s timestamp(6) GENERATED ALWAYS AS ROW START, e timestamp(6) GENERATED ALWAYS AS ROW END INVISIBLE, PERIOD FOR SYSTEM_TIME (s, e)) WITH SYSTEM VERSIONING
-- rows
INSERT INTO sv (a, b) VALUES (1, 2)

-- feature: application time
CREATE TABLE app (id int NOT NULL, s date NOT NULL, e date NOT NULL, PERIOD FOR valid (s, e), PRIMARY KEY (id, valid WITHOUT OVERLAPS))
-- or
CREATE TABLE app (id int NOT NULL, s date NOT NULL, e date NOT NULL, PERIOD FOR valid (s, e), UNIQUE KEY u (id, valid WITHOUT OVERLAPS))
-- or
CREATE TABLE app (id int NOT NULL, s date NOT NULL, e date NOT NULL, PRIMARY KEY (id))
-- or
CREATE TABLE app (id int NOT NULL, s datetime NOT NULL, e datetime NOT NULL, PERIOD FOR life (s, e))
-- rows
INSERT INTO app VALUES (1, '2020-01-01', '2021-01-01'), (2, '2020-01-01', '2022-01-01')

-- feature: compressed columns
CREATE TABLE comp (a varchar(100) COMPRESSED, b blob)
-- or
CREATE TABLE comp (a varchar(100), b blob COMPRESSED DEFAULT 'x')
-- rows
INSERT INTO comp VALUES ('a', 'b')

-- feature: defaults
CREATE TABLE dflt (a varchar(20) DEFAULT 'it''s', b int DEFAULT -5, c decimal(5,2) DEFAULT 1.5, d text DEFAULT 'x', e varchar(36) DEFAULT uuid(), f bit(4) DEFAULT b'101', g binary(2) DEFAULT 'ab', h double DEFAULT 1e10, i date DEFAULT '2020-01-01')
-- or
CREATE TABLE dflt (a varchar(20) DEFAULT concat('a', 'b'), b int DEFAULT (1 + 2), c decimal(5,2), d text, e varchar(36) NOT NULL DEFAULT '', f bit(4) DEFAULT 1, g binary(2), h double DEFAULT 0.1, i date NOT NULL DEFAULT (curdate() + interval 1 day))
-- or
CREATE TABLE dflt (a varchar(20) DEFAULT 'back\\slash', b int DEFAULT NULL, c decimal(5,2) NOT NULL DEFAULT 0, d text NOT NULL DEFAULT (concat('x', a)), e varchar(36), f bit(4) NOT NULL, g binary(2) DEFAULT x'00ff', h double, i date)
-- rows
INSERT INTO dflt VALUES ('a', 1, 1, 'd', 'e', 1, 'gg', 1, '2020-01-01')

-- feature: trigger order
CREATE TABLE ord (a int);
CREATE TRIGGER ord_a BEFORE INSERT ON ord FOR EACH ROW SET NEW.a = 1;
CREATE TRIGGER ord_b BEFORE INSERT ON ord FOR EACH ROW SET NEW.a = 2;
CREATE TRIGGER ord_c BEFORE INSERT ON ord FOR EACH ROW SET NEW.a = 3
-- or
CREATE TABLE ord (a int);
CREATE TRIGGER ord_a BEFORE INSERT ON ord FOR EACH ROW SET NEW.a = 11;
CREATE TRIGGER ord_b BEFORE INSERT ON ord FOR EACH ROW SET NEW.a = 2;
CREATE TRIGGER ord_d BEFORE INSERT ON ord FOR EACH ROW SET NEW.a = 4;
CREATE TRIGGER ord_c BEFORE INSERT ON ord FOR EACH ROW SET NEW.a = 3
-- or
CREATE TABLE ord (a int);
CREATE TRIGGER ord_b BEFORE INSERT ON ord FOR EACH ROW SET NEW.a = 2;
CREATE TRIGGER ord_a BEFORE INSERT ON ord FOR EACH ROW SET NEW.a = 11

-- feature: partitions and keys
CREATE TABLE partk (a int NOT NULL, b int NOT NULL, PRIMARY KEY (a), UNIQUE KEY u (a)) PARTITION BY HASH (a) PARTITIONS 2
-- or
CREATE TABLE partk (a int NOT NULL, b int NOT NULL, PRIMARY KEY (b), UNIQUE KEY w (b)) PARTITION BY HASH (b) PARTITIONS 2
-- or
CREATE TABLE partk (a int NOT NULL, b int NOT NULL, c int NOT NULL DEFAULT 0, PRIMARY KEY (c)) PARTITION BY HASH (c) PARTITIONS 3
-- rows
INSERT INTO partk (a, b) VALUES (1, 2)

-- feature: names
CREATE TABLE `na``me` (`a b` int, `c``d` varchar(9) COMMENT 'ünïcödé 🙂 "q" \\ ''s', `select` int, KEY `k 1` (`a b`), CONSTRAINT `c k` CHECK (`a b` > 0));
CREATE VIEW `v w` AS SELECT `a b` + 1 AS `x y` FROM `na``me`
-- or
CREATE TABLE `na``me` (`a b` bigint, `c``d` varchar(9) COMMENT 'other\ttab', `select` int DEFAULT 5, `from.x` int, UNIQUE KEY `k 1` (`a b`), CONSTRAINT `c k` CHECK (`select` > 0)) COMMENT='it''s `quoted`';
CREATE VIEW `v w` AS SELECT `from.x` AS `x y` FROM `na``me` UNION ALL SELECT 1
-- rows
INSERT INTO `na``me` (`a b`, `select`) VALUES (1, 2)

-- feature: long unique
CREATE TABLE lu (t text, b blob, UNIQUE KEY u (t), KEY k (b(9)))
-- or
CREATE TABLE lu (t text, b blob, UNIQUE KEY u (t, b), KEY k (t(5) DESC))
-- or
CREATE TABLE lu (t varchar(300), b varbinary(20), UNIQUE KEY u (t), KEY k (b))
-- rows
INSERT INTO lu VALUES ('a', 'b')

-- feature: columns that move
CREATE TABLE mov (a int, b varchar(20), c text, KEY kb (b), KEY kc (c(9)), FULLTEXT KEY f (b))
-- or
CREATE TABLE mov (a int, b text, c varchar(10), KEY kc (c), KEY kb (b(10)))
-- or
CREATE TABLE mov (a varchar(10), b varchar(20) CHARACTER SET latin1, c varchar(10), d int, UNIQUE KEY kd (d), FULLTEXT KEY f (b))
-- rows
INSERT INTO mov (a, b, c) VALUES (1, 'x', 'y')

-- feature: self reference
CREATE TABLE sr (id int NOT NULL PRIMARY KEY, up int, CONSTRAINT sr_up FOREIGN KEY (up) REFERENCES sr (id))
-- or
CREATE TABLE sr (id bigint NOT NULL PRIMARY KEY, up bigint, o bigint, CONSTRAINT sr_up FOREIGN KEY (up) REFERENCES sr (id) ON DELETE CASCADE, CONSTRAINT sr_o FOREIGN KEY (o) REFERENCES sr (id))
-- or
CREATE TABLE sr (id bigint NOT NULL PRIMARY KEY, o bigint, KEY other (o))
-- rows
INSERT INTO sr (id) VALUES (1)

-- feature: procedure texts
DELIMITER $$
CREATE PROCEDURE body1 () BEGIN
  DECLARE x varchar(20) DEFAULT 'a;b';
  IF x = "it's" THEN SELECT 1; ELSEIF x LIKE '%\\_' THEN SELECT 2; END IF;
  REPEAT SET x = concat(x, 'y'); UNTIL length(x) > 3 END REPEAT;
  FOR i IN 1..3 DO SELECT i; END FOR;
END $$
CREATE FUNCTION `odd name` (`p q` enum('a','b')) RETURNS json NOT DETERMINISTIC CONTAINS SQL SQL SECURITY INVOKER COMMENT 'it''s' RETURN json_object('k', `p q`) $$
DELIMITER ;
-- or
DELIMITER $$
CREATE PROCEDURE body1 (IN y int) COMMENT 'c' label: LOOP
  IF y > 3 THEN LEAVE label; END IF;
  SET y = y + 1;
END LOOP $$
CREATE FUNCTION `odd name` (`p q` enum('a','b','c')) RETURNS json DETERMINISTIC RETURN json_object('k', `p q`) $$
DELIMITER ;

-- feature: collation of a foreign key's columns
CREATE TABLE fcp (k varchar(20) PRIMARY KEY) CHARSET=utf8mb3;
CREATE TABLE fcc (k varchar(20), CONSTRAINT fck FOREIGN KEY (k) REFERENCES fcp (k)) CHARSET=utf8mb3
-- or
CREATE TABLE fcp (k varchar(20) PRIMARY KEY) CHARSET=utf8mb4;
CREATE TABLE fcc (k varchar(20), CONSTRAINT fck FOREIGN KEY (k) REFERENCES fcp (k)) CHARSET=utf8mb4
-- rows
INSERT INTO fcp VALUES ('é'); INSERT INTO fcc VALUES ('é')

-- feature: columns of a foreign key
CREATE TABLE fnp (id int NOT NULL PRIMARY KEY, code int NOT NULL, UNIQUE KEY ci (code, id));
CREATE TABLE fnc (a int, b int, CONSTRAINT fnk FOREIGN KEY (a) REFERENCES fnp (id))
-- or
CREATE TABLE fnp (id int NOT NULL PRIMARY KEY, code int NOT NULL, UNIQUE KEY ci (code, id));
CREATE TABLE fnc (a int, b int, CONSTRAINT fnk FOREIGN KEY (b, a) REFERENCES fnp (code, id))
-- rows
INSERT INTO fnp VALUES (1, 2); INSERT INTO fnc VALUES (1, 2)

-- feature: partitions by a column that changes
CREATE TABLE pmov (t timestamp NOT NULL) PARTITION BY RANGE (unix_timestamp(t)) (PARTITION p0 VALUES LESS THAN (1000000000), PARTITION p1 VALUES LESS THAN MAXVALUE)
-- or
CREATE TABLE pmov (t datetime NOT NULL) PARTITION BY RANGE (to_days(t)) (PARTITION p0 VALUES LESS THAN (700000), PARTITION p1 VALUES LESS THAN MAXVALUE)
-- rows
INSERT INTO pmov VALUES ('2001-01-01'), ('2020-01-01')

-- feature: invisible time and defaults by the clock
CREATE TABLE clock (a int, t timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp() INVISIBLE, d datetime DEFAULT (now() + interval 1 day))
-- or
CREATE TABLE clock (a int, t timestamp NULL INVISIBLE, d datetime DEFAULT now())

-- feature: keys of versioned tables
CREATE TABLE vkey (a int NOT NULL, b int) WITH SYSTEM VERSIONING
-- or
CREATE TABLE vkey (a int NOT NULL, b int, PRIMARY KEY (a), UNIQUE KEY ub (b)) WITH SYSTEM VERSIONING
-- or
CREATE TABLE vkey (a int NOT NULL, s date NOT NULL, e date NOT NULL, PERIOD FOR p (s, e), UNIQUE KEY u (a, p WITHOUT OVERLAPS)) WITH SYSTEM VERSIONING

-- feature: options in capitals and sizes of blocks
CREATE TABLE blk (a int NOT NULL PRIMARY KEY, b varchar(20), KEY kb (b)) PAGE_COMPRESSED=1
-- or
CREATE TABLE blk (a int NOT NULL PRIMARY KEY, b varchar(20), KEY kb (b)) ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8
-- or
CREATE TABLE blk (a int NOT NULL PRIMARY KEY, b varchar(20), KEY kb (b)) ENGINE=MyISAM
-- rows
INSERT INTO blk VALUES (1, 'x')
