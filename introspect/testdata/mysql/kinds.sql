-- One of everything that a table of MariaDB can have.
CREATE TABLE p (id int PRIMARY KEY, k int, UNIQUE (k));
CREATE TABLE kinds (
 id bigint unsigned AUTO_INCREMENT PRIMARY KEY,
 a int1, b int(5) zerofill DEFAULT 7, c bool DEFAULT true, d json, e json NOT NULL DEFAULT '{}', f json CHECK (json_length(f) > 0),
 g varchar(20) CHARACTER SET latin1 COLLATE latin1_bin DEFAULT 'a\'b\\c\nd', h enum('x','y''z','é\\') DEFAULT 'x', i set('p','q'),
 j timestamp(3) NULL DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3), k datetime DEFAULT now(), l date DEFAULT (curdate()),
 m decimal, n numeric(5), o real, q double(5,2), r float(7,3), r2 float(30),
 s bit(3) DEFAULT b'101', t int AS (a + 1) VIRTUAL, u int GENERATED ALWAYS AS (a * 2) STORED COMMENT 'c''m\n\\', v int INVISIBLE CHECK (v > 0),
 x text DEFAULT 'abc', y blob DEFAULT 'xyz', z year DEFAULT 2020, aa int DEFAULT -5, ab decimal(5,2) DEFAULT 1.5, ac varchar(10) DEFAULT (concat('a','b')),
 ad uuid DEFAULT uuid(), ae inet6, af double DEFAULT 1e10, ag point NOT NULL, ah time DEFAULT '10:00:00', ai char(5) BINARY,
 aj national varchar(5), ak binary(4) DEFAULT 'ab', al varchar(5) DEFAULT NULL, am varchar(5) NOT NULL DEFAULT '', an bit DEFAULT 1,
 ao varchar(40) DEFAULT uuid(), ap int DEFAULT (1 + 2), aq int DEFAULT 007, ar geometry, au int(3) unsigned, av datetime(6) NOT NULL DEFAULT current_timestamp(),
 aw text COMPRESSED, ax longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, ay decimal(65,30), az char(36), ba timestamp NOT NULL DEFAULT '2020-01-01 00:00:00',
 bb double DEFAULT 1e100, bc varchar(20) DEFAULT 'current_timestamp()', bd tinyint(1) DEFAULT 5, be bigint DEFAULT 9223372036854775807, bf bigint unsigned DEFAULT 18446744073709551615,
 bg varchar(9) DEFAULT '007', bh decimal(20,10) DEFAULT 0.1, bi char(4) DEFAULT 'NULL', bj year(4), bk tinyint(1) unsigned, bl int zerofill,
 KEY pk1 (g(5)), KEY k2 (a DESC, c), UNIQUE KEY u1 (aa) COMMENT 'ix c', FULLTEXT KEY ft (x), SPATIAL KEY sp (ag), KEY off (bd) IGNORED,
 UNIQUE KEY u2 (c, am),
 CONSTRAINT ck1 CHECK (a > 0 AND g <> 'a''b'), CHECK (a < 9), CONSTRAINT am CHECK (v < 10),
 CONSTRAINT fk1 FOREIGN KEY (aa) REFERENCES p (id) ON DELETE RESTRICT ON UPDATE NO ACTION,
 CONSTRAINT fk2 FOREIGN KEY (aq) REFERENCES p (id) ON DELETE SET NULL ON UPDATE CASCADE,
 FOREIGN KEY (ap) REFERENCES p (k) ON DELETE NO ACTION
) ENGINE=InnoDB COMMENT='tab''le' ROW_FORMAT=dynamic AUTO_INCREMENT=100;
CREATE TABLE `we``ird "na\me` (`a.b` int, `c'd` int DEFAULT 1 COMMENT 'a, b (c', `1st %s` varchar(9) DEFAULT '),(', `ü` text, PRIMARY KEY (`c'd`, `a.b`) COMMENT 'pk', KEY `k``1` (`ü`(7))) CHARSET=latin1;
CREATE TABLE binary_table (a json, b text COLLATE utf8mb4_general_ci, c varchar(9)) COLLATE utf8mb4_bin;
CREATE TABLE old_engine (a int AUTO_INCREMENT, b varchar(9), KEY (a), FULLTEXT (b)) ENGINE=MyISAM CHARSET=utf8 MIN_ROWS=3 CHECKSUM=1;
CREATE TABLE in_memory (id int PRIMARY KEY, k int, KEY (k), KEY k3 USING BTREE (k)) ENGINE=memory;
CREATE TABLE packed (id int PRIMARY KEY, t text) ROW_FORMAT=compressed KEY_BLOCK_SIZE=4 STATS_PERSISTENT=0;
CREATE TABLE paged (id int PRIMARY KEY) page_compressed=1;
CREATE TABLE parted (id int, y int, PRIMARY KEY (id, y)) STATS_PERSISTENT=0 PARTITION BY RANGE (y) (PARTITION p10 VALUES LESS THAN (10) COMMENT 'x', PARTITION p20 VALUES LESS THAN MAXVALUE);
CREATE TABLE hashed (id int PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 3;
CREATE TABLE versioned (id int PRIMARY KEY, v int) WITH SYSTEM VERSIONING;
CREATE TABLE tree (id int PRIMARY KEY, parent int, FOREIGN KEY (parent) REFERENCES tree (id) ON DELETE CASCADE);
CREATE TABLE long_unique (a text UNIQUE, b blob, UNIQUE KEY (b), c varchar(20) DEFAULT (upper('it''s')), KEY USING HASH (c));
CREATE TABLE period (s date, e date, PERIOD FOR app (s, e), id int PRIMARY KEY);
CREATE TABLE rows_versioned (id int PRIMARY KEY, v int WITHOUT SYSTEM VERSIONING, s timestamp(6) GENERATED ALWAYS AS ROW START INVISIBLE, e timestamp(6) GENERATED ALWAYS AS ROW END INVISIBLE, PERIOD FOR SYSTEM_TIME (s, e)) WITH SYSTEM VERSIONING;
CREATE TABLE no_key (s varchar(5)) COMMENT 'x';
CREATE SEQUENCE sq START WITH 100 INCREMENT BY 10;
CREATE SEQUENCE down START WITH -1 INCREMENT BY -1 MINVALUE -10 MAXVALUE -1 CACHE 5 CYCLE;
CREATE TABLE counted (id bigint DEFAULT (NEXT VALUE FOR sq));
CREATE VIEW top_view AS SELECT p.id, kinds.b AS `x y`, 'p.k' AS s FROM p JOIN kinds ON p.k = 1 WHERE p.id > 3;
CREATE SQL SECURITY INVOKER VIEW a_view (q) AS SELECT id FROM p WHERE id > 0 WITH CHECK OPTION;
CREATE ALGORITHM=MERGE DEFINER='bob'@'localhost' VIEW c_view AS SELECT q FROM a_view;
DELIMITER //
CREATE TRIGGER tr1 BEFORE INSERT ON p FOR EACH ROW BEGIN
  -- a comment; with a semicolon
  SET NEW.k = 1;
END//
CREATE TRIGGER tr2 before insert ON p FOR EACH ROW SET NEW.k = 2//
CREATE TRIGGER tr0 BEFORE INSERT ON p FOR EACH ROW PRECEDES tr1 SET NEW.k = 2//
CREATE PROCEDURE pr(IN  a INT, OUT `b c` varchar(20) charset latin1) COMMENT 'hey''s' READS SQL DATA SQL SECURITY INVOKER BEGIN SELECT 1; END//
CREATE DEFINER='bob'@'localhost' FUNCTION fn(a int unsigned) RETURNS varchar(10) DETERMINISTIC RETURN concat(a, 'x')//
SET SESSION sql_mode = 'ANSI'//
CREATE PROCEDURE pr2() SELECT 1//
SET SESSION sql_mode = DEFAULT//
DELIMITER ;
