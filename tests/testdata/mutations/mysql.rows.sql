INSERT INTO customers (id, name, mail, born, kind, flags, credit, code, bio, settings, created, token) VALUES
	(1, 'Ann', 'ann@example.com', '1990-01-02', 'private', 'new,vip', 10.5, 42, 'text', '{"a": 1}', '2024-01-01 00:00:00', 't1'), (2, 'Bö', NULL, NULL, 'firm', NULL, 0, NULL, NULL, NULL, '2024-02-02 00:00:00', 't2');
INSERT INTO orders (id, customer, parent, placed, note, done) VALUES (1, 1, NULL, '2024-01-01', NULL, b'1'), (2, 1, 1, '2024-01-02', 'x', b'0'), (3, 2, NULL, '2024-01-03', 'y', NULL);
INSERT INTO `lines` VALUES (1, 1, 'lamp', 2), (1, 2, 'sofa', 1), (2, 1, 'lamp', 3);
INSERT INTO places VALUES (1, POINT(1, 2), NULL);
INSERT INTO visits (id, day, page) VALUES (1, '2023-05-05', 'a'), (2, '2024-05-05', NULL), (3, '2025-01-01', 'c');
DELETE FROM hashed;
INSERT INTO hashed VALUES (1, x'00ff', 'b'), (2, NULL, NULL);
INSERT INTO old_style VALUES (1, 'old', 'x');
INSERT INTO prices VALUES ('lamp', 1.5);
INSERT INTO `odd table` VALUES (1, 'a', 2);
