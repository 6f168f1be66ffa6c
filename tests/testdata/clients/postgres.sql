--
-- What psql reads: the dump of an old database, with some SQL by hand.
--

\set ON_ERROR_STOP on
\restrict kXbE1pVdQ0hB

SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET default_tablespace = '';

/* a comment; /* within another; */ with semicolons; */
CREATE TABLE public.t (
    id integer NOT NULL, -- the key; of course
    a text DEFAULT E'it\'s; \\',
    b text DEFAULT U&'\0041;',
    "odd;name""quoted" text DEFAULT $$a;b$$,
    raw bytea,
    CONSTRAINT t_pkey PRIMARY KEY (id)
);

CREATE TABLE public.log (n integer GENERATED ALWAYS AS IDENTITY, "from" text);

CREATE FUNCTION public.touch() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
BEGIN
    IF NEW.id > 1 THEN
        NEW.b := $q$x;y$q$;
    END IF;
    RETURN NEW;
END;
$_$;

CREATE TRIGGER touch BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE OR REPLACE FUNCTION public.size_of(amount integer) RETURNS text LANGUAGE sql
BEGIN ATOMIC
  SELECT CASE WHEN amount > 10 THEN 'large' ELSE 'small' END;
  SELECT CASE amount WHEN 1 THEN 'one' ELSE (SELECT CASE WHEN amount < 0 THEN 'minus' END) END;
END;

CREATE PROCEDURE public.fill(first integer, last integer) LANGUAGE sql
BEGIN ATOMIC
  INSERT INTO public.log ("from") VALUES ('fill; first');
  INSERT INTO public.log ("from") VALUES ('fill; last');
END;

CREATE FUNCTION public."begin"("end" integer) RETURNS integer LANGUAGE sql AS 'SELECT 1; SELECT $1';

CREATE RULE keep AS ON DELETE TO public.t DO INSTEAD (
  INSERT INTO public.log ("from") VALUES ('rule; one');
  INSERT INTO public.log ("from") VALUES ('rule; two');
);

COPY public.t (id, a, raw, "odd;name""quoted") FROM stdin;
1	semi;colon	\\xdeadbeef	tab\there
2	\N	\\x	line\nbreak \\ backslash
3	'quoted' "twice"	\N	\101\x42;
\.

COPY public.log (n, "from") FROM stdin;
70	copied
\.

COPY public.log FROM stdin;
\.

SELECT pg_catalog.setval('public.log_n_seq', 70, true);

DO $$ BEGIN PERFORM 1; INSERT INTO public.log ("from") VALUES ('do;'); END $$;
CALL public.fill(1, 2); DELETE FROM public.t WHERE id = 2;;

BEGIN;
CREATE VIEW public.v AS SELECT id::text || ';' AS x, public.size_of(id) FROM public.t;
COMMIT;

COMMENT ON TABLE public.t IS 'what''s; this';

\unrestrict kXbE1pVdQ0hB
