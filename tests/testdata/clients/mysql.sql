-- What the client of MySQL and MariaDB reads: a dump, with some SQL by hand.

/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET NAMES utf8mb4 */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;

# a comment; with a hash
DROP TABLE IF EXISTS `child`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
CREATE TABLE `child` (
  `id` int(11) NOT NULL AUTO_INCREMENT, -- the key; of course
  `parent` int(11) DEFAULT NULL,
  `odd;na``me` varchar(30) DEFAULT 'it''s; \'ok\' \\',
  PRIMARY KEY (`id`),
  CONSTRAINT `fk_child` FOREIGN KEY (`parent`) REFERENCES `parent` (`id`)
) ENGINE=InnoDB /*!50100 COMMENT 'a;b' */;
CREATE TABLE parent (id int PRIMARY KEY, event int, `trigger` int, begin datetime, `end` datetime, KEY (begin, `end`));
CREATE TABLE log (what varchar(60), n int DEFAULT (1--1));

LOCK TABLES `parent` WRITE, `child` WRITE;
/*!40000 ALTER TABLE `parent` DISABLE KEYS */;
INSERT INTO `parent` (id, event) VALUES (0,1),(1,2);
/*!40000 ALTER TABLE `parent` ENABLE KEYS */;
INSERT INTO `child` VALUES (1,1,"semi;colon"),(2,0,'-- none; #here /* nor here');
UNLOCK TABLES;

/*!50003 SET sql_mode              = 'STRICT_TRANS_TABLES' */ ;
DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`127.0.0.1`*/ /*!50003 TRIGGER grow BEFORE INSERT ON child FOR EACH ROW BEGIN
  IF NEW.parent IS NULL THEN SET NEW.parent = 1; END IF;
END */;;
DELIMITER ;

DELIMITER $$
CREATE PROCEDURE p(IN n INT)
BEGIN
  DECLARE i INT DEFAULT 0;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; END;
  l: LOOP
    SET i = i + 1;
    IF i > n THEN LEAVE l; END IF;
    CASE i WHEN 1 THEN INSERT INTO log (what) VALUES ('one;'); ELSE BEGIN END; END CASE;
  END LOOP l;
END$$
DROP TRIGGER IF EXISTS nothing$$
CREATE FUNCTION f(a INT) RETURNS INT DETERMINISTIC RETURN CASE WHEN a > 1 THEN 1 ELSE 2 END$$
DELIMITER ;

CALL p(3); INSERT INTO log (what) SELECT CONCAT(f(1), ';', f(2)); SELECT 1--1;;

DELIMITER //
CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DISABLE DO BEGIN
  UPDATE parent SET begin = NOW(), `end` = NULL WHERE id = 1;
  DELETE FROM log WHERE what = 'old;';
END//
BEGIN NOT ATOMIC
  INSERT INTO log (what) VALUES ('anonymous;');
END//
delimiter ;

SET autocommit=0;
START TRANSACTION;
INSERT INTO log (what) VALUES ('a transaction');
COMMIT;
SET autocommit=1;
CREATE VIEW v AS SELECT id AS `x;y` FROM parent WHERE id--1 > 0;

/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
