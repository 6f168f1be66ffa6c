-- feature: types
CREATE TABLE types (a INTEGER, b TEXT, c, d VARCHAR(20), e "my type", f DECIMAL(10, 2), g DOUBLE PRECISION, h BLOB)
-- or
CREATE TABLE types (a TEXT, b INTEGER, c NUMERIC, d VARCHAR(30), e, f DECIMAL(12,2), g REAL, h ANY)
-- rows
INSERT INTO types VALUES (1, 'x', NULL, 'd', 'e', 1.5, 2.5, x'00')
