-- A library, with some of everything that SQLite has.
CREATE TABLE authors (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	name TEXT NOT NULL COLLATE NOCASE,
	born DATE,
	rating REAL DEFAULT 1.5 CHECK (rating >= 0),
	slug TEXT GENERATED ALWAYS AS (lower(replace(name, ' ', '-'))) STORED,
	short TEXT AS (substr(name, 1, 3)) VIRTUAL,
	CONSTRAINT uq_authors_slug UNIQUE (slug)
);
CREATE TABLE books (
	id INTEGER PRIMARY KEY,
	author INTEGER NOT NULL REFERENCES authors (id) ON DELETE CASCADE ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
	title VARCHAR(200) NOT NULL DEFAULT 'it''s new',
	pages INT CONSTRAINT ck_pages CHECK (pages BETWEEN 1 AND 5000),
	price DECIMAL(10,2) NOT NULL DEFAULT 0,
	isbn CHAR(13) UNIQUE ON CONFLICT REPLACE,
	added TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
	meta JSON DEFAULT (json('{}')),
	sequel INTEGER CONSTRAINT fk_sequel REFERENCES books (id) ON DELETE SET NULL,
	CONSTRAINT ck_price CHECK (price >= 0 AND price < 1000000),
	CHECK (length(title) > 0)
);
CREATE INDEX ix_books_author ON books (author, title COLLATE NOCASE DESC);
CREATE UNIQUE INDEX ux_books_title ON books (author, title) WHERE pages IS NOT NULL;
CREATE INDEX ix_books_lower ON books (lower(title), pages + 1);
CREATE TABLE shelves (
	room TEXT NOT NULL,
	number INTEGER NOT NULL,
	height REAL,
	PRIMARY KEY (room, number)
) WITHOUT ROWID;
CREATE TABLE placements (
	book INTEGER NOT NULL,
	room TEXT NOT NULL,
	number INTEGER NOT NULL,
	since TEXT,
	PRIMARY KEY (book, room, number) ON CONFLICT IGNORE,
	FOREIGN KEY (book) REFERENCES books (id),
	CONSTRAINT fk_shelf FOREIGN KEY (room, number) REFERENCES shelves (room, number) ON UPDATE CASCADE
);
CREATE TABLE settings (
	key TEXT PRIMARY KEY NOT NULL,
	value ANY,
	n INT NOT NULL DEFAULT (1 + 1)
) STRICT;
CREATE TABLE log (at, what BLOB, level INTEGER DEFAULT -1);
CREATE TABLE "odd table" ("a b" integer, "select" text, [x] numeric);
CREATE VIRTUAL TABLE search USING fts5(title, body);
CREATE VIEW titles AS SELECT b.id, b.title, a.name FROM books b JOIN authors a ON a.id = b.author;
CREATE VIEW cheap (book, cost) AS SELECT id, price FROM books WHERE price < 10;
CREATE VIEW cheap_titles AS SELECT t.title FROM titles t JOIN cheap c ON c.book = t.id;
CREATE TRIGGER books_log AFTER UPDATE OF price ON books WHEN new.price <> old.price BEGIN
	INSERT INTO log (what) VALUES ('price; of ' || new.title);
END;
CREATE TRIGGER titles_delete INSTEAD OF DELETE ON titles BEGIN DELETE FROM books WHERE id = old.id; END;
CREATE TRIGGER authors_check BEFORE INSERT ON authors BEGIN SELECT CASE WHEN new.name = '' THEN RAISE(ABORT, 'no name') END; END;
