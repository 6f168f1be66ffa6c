INSERT INTO authors (name, born, rating) VALUES ('Ann Lee', '1960-01-01', 4.5), ('Bo', NULL, 1);
INSERT INTO books (id, author, title, pages, price, isbn, sequel) VALUES (1, 1, 'One', 100, 9.5, '1', NULL), (2, 1, 'Two', NULL, 20, '2', 1), (7, 2, 'Seven', 7, 7, NULL, NULL);
INSERT INTO shelves VALUES ('a', 1, 2.5), ('a', 2, NULL);
INSERT INTO placements VALUES (1, 'a', 1, 'now'), (2, 'a', 2, NULL);
INSERT INTO settings (key, value) VALUES ('k', 1), ('l', 'text');
INSERT INTO log (at, what) VALUES (1, x'00ff'), ('x', 'y');
INSERT INTO "odd table" VALUES (1, 'two', 3.5);
