-- What PostgreSQL 14 and 15 brought.
CREATE TABLE teams (
  id integer PRIMARY KEY,
  region integer NOT NULL,
  UNIQUE (region, id),
  code text COMPRESSION pglz,
  slots int4multirange DEFAULT '{}' NOT NULL,
  CONSTRAINT teams_code_key UNIQUE NULLS NOT DISTINCT (code)
);
CREATE UNIQUE INDEX teams_region_slots ON teams (region, slots) NULLS NOT DISTINCT;

CREATE TABLE players (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  region integer NOT NULL,
  team_id integer,
  CONSTRAINT players_team_fkey FOREIGN KEY (region, team_id) REFERENCES teams (region, id) ON DELETE SET NULL (team_id)
);
CREATE VIEW free_players WITH (security_invoker = true) AS SELECT id, region FROM players WHERE team_id IS NULL;

CREATE FUNCTION players_in(which integer) RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM players WHERE region = which; END;
CREATE PROCEDURE count_players(which integer, OUT total bigint) LANGUAGE plpgsql AS $$ BEGIN total := players_in(which); END $$;
CREATE MATERIALIZED VIEW team_codes AS SELECT id, code FROM teams;
ALTER MATERIALIZED VIEW team_codes ALTER code SET COMPRESSION pglz;
CREATE UNLOGGED SEQUENCE tickets CACHE 5;
CREATE UNLOGGED TABLE queue (id serial, n bigint GENERATED ALWAYS AS IDENTITY);
