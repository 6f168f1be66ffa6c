-- What PostgreSQL 16 to 18 brought, for the round trip and the crossing of TestNewerPostgres.
CREATE EXTENSION btree_gist;

CREATE TABLE rooms (
  id integer CONSTRAINT room_has_id NOT NULL,
  booked daterange NOT NULL,
  name text CONSTRAINT "Room name" NOT NULL NO INHERIT,
  floor smallint,
  label text GENERATED ALWAYS AS (upper(name)) VIRTUAL,
  sign text GENERATED ALWAYS AS (lower(name)) STORED,
  CONSTRAINT rooms_pkey PRIMARY KEY (id, booked WITHOUT OVERLAPS),
  CONSTRAINT rooms_name_key UNIQUE (name, booked WITHOUT OVERLAPS),
  CONSTRAINT rooms_floor_check CHECK (floor > 0) NOT ENFORCED
);
ALTER TABLE rooms ADD CONSTRAINT rooms_floor_not_null NOT NULL floor NOT VALID;
ALTER TABLE rooms ALTER COLUMN floor SET STATISTICS 0;
COMMENT ON CONSTRAINT "Room name" ON rooms IS 'not inherited';

CREATE TABLE guests (
  id integer PRIMARY KEY,
  room_id integer,
  stay daterange,
  invited_by integer CONSTRAINT guests_invited_by_fkey REFERENCES guests (id) NOT ENFORCED,
  CONSTRAINT guests_room_fkey FOREIGN KEY (room_id, PERIOD stay) REFERENCES rooms (id, PERIOD booked)
);

CREATE TABLE suites (extra text NOT NULL) INHERITS (rooms);

CREATE TABLE visits (id bigint GENERATED ALWAYS AS IDENTITY, at date CONSTRAINT visit_day NOT NULL, note text NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE visits_2025 PARTITION OF visits FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE visits_2026 (id bigint NOT NULL, at date NOT NULL, note text NOT NULL);
ALTER TABLE visits ATTACH PARTITION visits_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

CREATE TABLE a_name_that_is_so_long_that_the_server_has_to_cut_it_short_now (another_name_that_is_so_long_that_the_server_has_to_cut_it int NOT NULL);
