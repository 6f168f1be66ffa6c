CREATE TABLE customers (
	id int unsigned NOT NULL AUTO_INCREMENT,
	name varchar(80) NOT NULL,
	mail varchar(120) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'where to write',
	born date DEFAULT NULL,
	kind enum('private','firm','it''s') NOT NULL DEFAULT 'private',
	flags set('new','vip','late') DEFAULT 'new',
	credit decimal(10,2) unsigned NOT NULL DEFAULT 0.00,
	code int(6) unsigned zerofill DEFAULT NULL,
	bio text,
	settings json DEFAULT NULL,
	initials char(2) GENERATED ALWAYS AS (left(name, 2)) VIRTUAL,
	total decimal(12,2) GENERATED ALWAYS AS (credit * 1.2) STORED,
	secret int INVISIBLE DEFAULT 7,
	token varchar(36) DEFAULT (uuid()),
	created timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	changed datetime DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP,
	PRIMARY KEY (id),
	UNIQUE KEY uq_mail (mail),
	KEY ix_name (name(10), id DESC),
	KEY ix_total (total),
	FULLTEXT KEY ft_bio (bio),
	CONSTRAINT ck_credit CHECK (credit < 1000000),
	CHECK (name <> '')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='who buys';
CREATE TABLE orders (
	id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
	customer int unsigned NOT NULL,
	parent bigint DEFAULT NULL,
	placed datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
	weight float DEFAULT 1.5,
	price double NOT NULL DEFAULT 0,
	done bit(1) DEFAULT b'0',
	paid tinyint(1) NOT NULL DEFAULT 0,
	note varchar(200) DEFAULT 'it''s "new"' COMMENT 'free; text',
	KEY ix_customer_placed (customer, placed),
	CONSTRAINT fk_orders_customer FOREIGN KEY (customer) REFERENCES customers (id) ON DELETE CASCADE,
	CONSTRAINT fk_orders_parent FOREIGN KEY (parent) REFERENCES orders (id) ON DELETE SET NULL ON UPDATE CASCADE
) ENGINE=InnoDB;
CREATE TABLE `lines` (
	order_id bigint NOT NULL,
	line smallint unsigned NOT NULL,
	item varchar(40) COLLATE utf8mb4_bin NOT NULL,
	quantity int NOT NULL DEFAULT 1 CHECK (quantity > 0),
	PRIMARY KEY (order_id, line),
	UNIQUE KEY uq_item (item, order_id) USING BTREE COMMENT 'one each',
	CONSTRAINT fk_lines_order FOREIGN KEY (order_id) REFERENCES orders (id)
) ENGINE=InnoDB ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8;
CREATE TABLE places (
	id int PRIMARY KEY,
	at point NOT NULL,
	shape geometry DEFAULT NULL,
	SPATIAL KEY sp_at (at)
) ENGINE=InnoDB DEFAULT CHARSET=latin1;
CREATE TABLE visits (
	id int NOT NULL,
	day date NOT NULL,
	page varchar(100) DEFAULT NULL,
	seconds year DEFAULT NULL,
	took time(2) DEFAULT '00:00:01.50',
	PRIMARY KEY (id, day)
) ENGINE=InnoDB PARTITION BY RANGE (year(day)) (
	PARTITION p2023 VALUES LESS THAN (2024),
	PARTITION p2024 VALUES LESS THAN (2025) COMMENT = 'this year',
	PARTITION rest VALUES LESS THAN MAXVALUE
);
CREATE TABLE hashed (k int NOT NULL, v varbinary(20), b blob, KEY ix_k (k)) ENGINE=InnoDB PARTITION BY HASH (k) PARTITIONS 3;
CREATE TABLE old_style (a int, b mediumtext, c tinyblob, KEY ix_a (a)) ENGINE=MyISAM DEFAULT CHARSET=latin1 COLLATE=latin1_german1_ci ROW_FORMAT=DYNAMIC;
CREATE TABLE prices (item varchar(40) NOT NULL PRIMARY KEY, price decimal(8,2)) /*M!100300 WITH SYSTEM VERSIONING */;
CREATE TABLE `odd table` (`two words` int, `select` varchar(20) DEFAULT '', `back``tick` bigint unsigned);
/*M!100300 CREATE SEQUENCE ticket START WITH 100 INCREMENT BY 5 MAXVALUE 100000 CACHE 10 */;
CREATE FUNCTION gross(net decimal(10,2)) RETURNS decimal(10,2) DETERMINISTIC COMMENT 'with tax' RETURN net * 1.2;
CREATE PROCEDURE tidy(IN days int, OUT n int) MODIFIES SQL DATA SQL SECURITY INVOKER BEGIN DELETE FROM hashed WHERE k > days; SELECT 1 INTO n; END;
CREATE VIEW firms AS SELECT id, name, mail FROM customers WHERE kind = 'firm';
CREATE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW open_orders AS SELECT o.id, f.name FROM orders o JOIN firms f ON f.id = o.customer WHERE o.paid = 0 WITH LOCAL CHECK OPTION;
CREATE VIEW spent (customer, amount) AS SELECT customer, sum(price) FROM orders GROUP BY customer;
CREATE TRIGGER customers_bi BEFORE INSERT ON customers FOR EACH ROW BEGIN IF NEW.mail = '' THEN SET NEW.mail = NULL; END IF; END;
CREATE TRIGGER orders_ai AFTER INSERT ON orders FOR EACH ROW INSERT INTO hashed (k) VALUES (NEW.customer);
CREATE TRIGGER orders_ai2 AFTER INSERT ON orders FOR EACH ROW FOLLOWS orders_ai SET @x = 1;
