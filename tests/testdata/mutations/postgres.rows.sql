INSERT INTO people (name, mail, feels, moods, born, bio, tags, settings) VALUES
	('Ann Lee', 'ann@example.com', 'happy', ARRAY['happy','ok']::mood[], '1990-01-02', 'short', ARRAY['a','b'], '{"a": 1}'),
	('Bob', 'bob@example.com', 'ok', NULL, '1985-05-05', NULL, '{}', NULL),
	('Cy', NULL, 'sad', '{}', '2001-12-31', 'longer text', '{x}', '[]');
INSERT INTO teams (title, lead, rank) VALUES ('red', 1, 1), ('blue', NULL, 2);
INSERT INTO members (team, person, share) VALUES (1, 1, 50), (1, 2, 25.5), (2, 3, NULL);
INSERT INTO depot.items (id, label, size, net, at, place, weight) VALUES
	('00000000-0000-0000-0000-000000000001', 'lamp', 'S', 10.5, '(1,2)', ROW(1,2,3), 1.5), ('00000000-0000-0000-0000-000000000002', 'sofa', 'very large', 300, NULL, NULL, 40);
INSERT INTO rentals VALUES ('00000000-0000-0000-0000-000000000001', '[2024-01-01,2024-02-01)', 1);
INSERT INTO sales (day, item, price, note) VALUES ('2024-03-01', '00000000-0000-0000-0000-000000000001', 12, 'x'), ('2023-03-01', NULL, 1, NULL);
INSERT INTO events VALUES (1, '{"k": 1}', 'abc', '2024-01-01'), (2, NULL, 'def', NULL);
INSERT INTO logins VALUES (3, '{}', 'log', '2024-05-05', '10.0.0.1', true);
INSERT INTO cache VALUES ('k', 'v', 3);
INSERT INTO archive VALUES (2, 'y');
