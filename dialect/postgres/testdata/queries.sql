-- What the server may print in two ways, and what it may not: a line is a query, or a column of one of the table t.
v IN ('a','b')
v NOT IN ('a','b')
v IN ('a', v2)
v IN (v2, dv)
v IN ('a')
v = ANY (ARRAY['a','b'])
v = ANY (va)
v = ANY ('{a,b}')
v = ANY ('{a,b}'::varchar[])
v = ANY (ARRAY[v2, 'b'])
x IN ('a','b')
x IN (v, 'b')
c IN ('a','b')
c IN ('a', v)
nm IN ('a','b')
dv IN ('a','b')
dv IN ('a', v)
di IN (1,2)
m IN ('sad','ok')
m = ANY (ma)
v2 || v
v LIKE 'a%'
v ~ 'x'
v ILIKE ANY (ARRAY['a%','b%'])
v LIKE ANY (ARRAY['a%', v2])
v LIKE ALL ('{a,b}')
va @> ARRAY['a','b']::varchar[]
va && '{a}'
ARRAY[v, v2]
ARRAY[v, 'x']
ARRAY[v, x]
ARRAY['a', 'b']
ARRAY['a', v]::text[]
ARRAY[1,2]::bigint[]
ARRAY[v,v2]::text[]
ARRAY[]::int[]
va || ARRAY['x']
ta || v
array_append(va, 'x')
array_position(va, 'x')
array_to_string(va, ',')
'a' = ANY (va)
v = ANY (va || ARRAY['z']::varchar[])
CASE v WHEN 'a' THEN 1 WHEN v2 THEN 2 END
CASE WHEN v IN ('a','b') THEN 'x' ELSE v END
CASE i WHEN 1 THEN v ELSE 'none' END
CASE i WHEN 1 THEN v ELSE x END
COALESCE(v, 'x')
COALESCE(v, x, 'q')
NULLIF(v, '')
NULLIF(v, 'x') IS NULL
GREATEST(v, 'x')
LEAST(i, 5, b)
i + 1 > 2.5
n > 0
n BETWEEN 0 AND 10
n NOT BETWEEN SYMMETRIC 10 AND 0
s = 1
b = 1
r > 1.5
d > -1
i = -1
-i
- (-i)
i - -1
(-1)::int
-1::smallint
i % 2 = 0
i ^ 2
|/ d
i!= 3
i <> ALL (ia)
i IN (SELECT i FROM t2)
i IN (1, NULL)
(i, v) IN ((1,'a'),(2,'b'))
(i, v) = (1, 'a')
(i, v) < (1, 'a')
ROW(i, v) IS NULL
(i, v) IN (SELECT i, v FROM t2)
bo IS TRUE AND bo IS NOT FALSE
bo = true
bo IN (true, false)
NOT bo
v IS DISTINCT FROM 'a'
v IS NOT DISTINCT FROM NULL
v COLLATE "C" < 'x'
v COLLATE "C" IN ('a','b')
(v || 'x') COLLATE "C"
upper(v) = 'A'
lower(v)
length(v) > 3
trim(v)
trim(both 'x' from v)
substring(v from 1 for 2)
substring(v from '[0-9]+')
substring(v similar 'a#"b#"c' escape '#')
position('a' in v)
overlay(v placing 'x' from 1)
v SIMILAR TO 'a|b'
v LIKE 'a\%' ESCAPE '#'
extract(year from ts)
date_part('year', ts)
date_trunc('day', tz)
tz AT TIME ZONE 'UTC'
ts AT TIME ZONE 'Europe/Paris'
tz - interval '1 day'
ts + '1 day'
dt + 1
dt - '2020-01-01'
dt > '2020-01-01'
ts > now()
tz > CURRENT_TIMESTAMP
tz > CURRENT_TIMESTAMP(3)
dt = CURRENT_DATE
ti = LOCALTIME
ti BETWEEN '10:00' AND '12:00'
tt = '10:00+02'
iv > '1 hour 30 minutes'
iv = INTERVAL '1' DAY
INTERVAL '1-2' YEAR TO MONTH
(ts, ts + '1 day') OVERLAPS (ts, iv)
j->>'a'
jb->'a'->>'b' = 'x'
jb @> '{"a":1}'
jb ? 'a'
jb ?| ARRAY['a','b']
jb #>> '{a,b}'
jb['a']
jb @@ '$.a > 1'
jsonb_build_object('a', v, 'b', 1)
u = '00000000-0000-0000-0000-000000000000'
gen_random_uuid()
by = '\x00'
bt = B'101'
bt = '101'
vb = B'1'
vb & B'1'
m > 'ok'
m::text = 'sad'
m = 'sad'::mood
ia[1]
ia[1:2]
ia = '{1,2}'
ia @> ARRAY[1]
ia || 1
cardinality(ia)
ta[i] = v
(co).x
(co).y = 'a'
co = ROW(1,'a')::comp
co IS NOT NULL
mo > '1.00'
mo * 2
ip << '10.0.0.0/8'
rg @> 5
rg && '[1,5)'
lower(rg)
pt <-> '(0,0)'
o = 5
'"char"'::"char"
ch = 'a'
tv @@ to_tsquery('english','a')
to_tsvector('english', v)
to_tsvector('english', x || ' ' || v)
to_char(ts, 'YYYY')
v::int
v::varchar(3)
v::char(3)
'x'::varchar(3)
'x'::char(3)
'abc'::varchar
i::text
i::numeric(5,1)
n::int
5::numeric
5::bigint
5.0
1e10
1e-10
99999999999
99999999999999999999
-99999999999
'5'::int
'NaN'::float
'infinity'::timestamp
true
NULL
NULL::int
'a'::text
E'a\nb\\c'
'it''s'
U&'\0041'
$$q$$
current_user
session_user
current_schema
CURRENT_ROLE
current_catalog
pg_typeof(v)
v::regclass::text
't'::regclass
'int4'::regtype
nextval('pg_catalog.pg_class'::regclass)
exists (select 1 from t2 where t2.i = t.i)
(select max(i) from t2)
array(select v from t2 order by 1)
v = ANY (SELECT v FROM t2)
v > ALL (SELECT v FROM t2)
xmlelement(name a, v)
xmlforest(v, i AS q)
xmlparse(document '<a/>')
xmlserialize(content xm as text)
xm IS DOCUMENT
xpath('/a', xm)
v IS NORMALIZED
normalize(x, NFC)
concat(v, i, NULL)
format('%s', v)
concat_ws(',', VARIADIC ta)
make_interval(days => 3)
round(n, 1)
i::bool
bo::int
i & 4 = 4
i << 2
~ i
@ i
i OPERATOR(pg_catalog.+) 1
x ^@ 'a'
starts_with(v,'a')
md5(v)
encode(by,'hex')
random() < 0.5
width_bucket(d, 0, 10, 5)
GREATEST(dt, '2020-01-01')
COALESCE(m, 'sad')
COALESCE(dt, 'today')
COALESCE(va, '{}')
COALESCE(jb, '{}')
COALESCE(n, 0)
COALESCE(i, 0.5)
COALESCE(ts, '2020-01-01')
COALESCE(di, 0)
COALESCE(dv, 'x')
i::oid
v::name
c = 'a'
c || 'x'
c LIKE 'a%'
c::text = 'a'
v = c
v = nm
x = c
v || c
nm || v
i || v
v || 1
SELECT v, count(*) FROM t GROUP BY v HAVING count(*) > 1 ORDER BY 2 DESC NULLS LAST LIMIT 5 OFFSET 2
SELECT v, i, count(*) FROM t GROUP BY GROUPING SETS ((v),(i),())
SELECT v, i, count(*) FROM t GROUP BY ROLLUP (v, i)
SELECT v, i, grouping(v) FROM t GROUP BY CUBE (v, i)
SELECT row_number() OVER (PARTITION BY v ORDER BY i DESC), sum(i) OVER w, lag(v, 1, 'x') OVER w FROM t WINDOW w AS (ORDER BY b ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
SELECT sum(i) FILTER (WHERE v IN ('a','b')), string_agg(v, ',' ORDER BY v), array_agg(DISTINCT v), percentile_cont(0.5) WITHIN GROUP (ORDER BY d) FROM t
SELECT DISTINCT ON (v) v, i FROM t ORDER BY v, i
SELECT DISTINCT v, 'x' AS q FROM t
SELECT a.i, b.v FROM t a JOIN t2 b USING (i)
SELECT * FROM t2 a NATURAL JOIN t2 b
SELECT a.i, b.v FROM t a LEFT JOIN t2 b ON a.i = b.i AND b.v IN ('a','b') WHERE b.i IS NULL
SELECT a.i FROM t a FULL JOIN t2 b USING (i, v)
SELECT a.i, q FROM t a, LATERAL (SELECT v AS q FROM t2 WHERE t2.i = a.i LIMIT 1) z
SELECT a.i, q.* FROM t a CROSS JOIN LATERAL unnest(a.va) WITH ORDINALITY AS q(e, n)
SELECT * FROM generate_series(1,3) g
SELECT * FROM generate_series(1,3) AS g(x), unnest(ARRAY['a','b']) AS h
SELECT * FROM (VALUES (1,'a'),(2,'b')) AS z(a,b)
SELECT * FROM (VALUES (1,NULL),(2,'b')) AS z(a,b)
VALUES (1,'a'),(2,NULL)
WITH q AS (SELECT i, v FROM t) SELECT * FROM q
WITH RECURSIVE q(n, p) AS (SELECT 1, 'a' UNION ALL SELECT n+1, p || 'b' FROM q WHERE n < 5) SELECT * FROM q
SELECT i, v FROM t UNION SELECT 1, 'a' EXCEPT SELECT 2, 'b' INTERSECT SELECT 3, NULL
SELECT z.* FROM ((SELECT i FROM t ORDER BY 1 LIMIT 1) UNION ALL (SELECT 2)) z
SELECT i, v FROM t UNION ALL SELECT i, x FROM t2
SELECT i, v FROM t UNION ALL SELECT 1.5, 'x'
SELECT NULL AS a, 'x' AS b, 1 AS c, 1.5 AS d, true AS e
SELECT NULL AS a UNION SELECT 'x'
SELECT z.a FROM (SELECT NULL AS a UNION SELECT 'x') z
SELECT z.a FROM (SELECT i AS a FROM t UNION SELECT NULL) z
SELECT z.a FROM (SELECT 'x' AS a UNION SELECT v FROM t) z
SELECT z.a FROM (SELECT v AS a FROM t UNION SELECT x FROM t2 UNION SELECT 'q') z
SELECT z.* FROM (SELECT 1 AS k, v FROM t UNION SELECT 2, upper(v) FROM t UNION SELECT 3, v::varchar(3) FROM t UNION SELECT 4, COALESCE(v, 'x') FROM t UNION SELECT 5, (SELECT v FROM t2 LIMIT 1) UNION SELECT 6, CASE WHEN true THEN 'q' END UNION SELECT 7, v2 FROM t) z
SELECT z.* FROM (SELECT b FROM t UNION SELECT i FROM t UNION SELECT 5 UNION SELECT -5 UNION SELECT i+1 FROM t UNION SELECT i::bigint FROM t) z
SELECT z.* FROM (SELECT n FROM t UNION SELECT i FROM t UNION SELECT 5 UNION SELECT -5 UNION SELECT 1.5 UNION SELECT '7') z
SELECT z.* FROM (SELECT d FROM t UNION SELECT 5 UNION SELECT -5 UNION SELECT 1.5 UNION SELECT '7' UNION SELECT r FROM t) z
SELECT z.* FROM (SELECT ts FROM t UNION SELECT dt FROM t UNION SELECT '2020-01-01' UNION SELECT now()::timestamp) z
SELECT z.* FROM (SELECT m FROM t UNION SELECT 'sad' UNION SELECT NULL) z
SELECT z.* FROM (SELECT va FROM t UNION SELECT '{}' UNION SELECT ARRAY['a'] UNION SELECT ARRAY[v] FROM t) z
SELECT z.* FROM (SELECT bo FROM t UNION SELECT 't' UNION SELECT true UNION SELECT NULL UNION SELECT i > 1 FROM t) z
SELECT z.* FROM (SELECT dv FROM t UNION SELECT 'x' UNION SELECT v FROM t) z
SELECT z.* FROM (SELECT c FROM t UNION SELECT 'x' UNION SELECT v FROM t) z
SELECT z.* FROM (SELECT jb FROM t UNION SELECT '{}' UNION SELECT NULL) z
SELECT z.* FROM (SELECT by FROM t UNION SELECT '\x00' UNION SELECT NULL) z
SELECT z.* FROM (SELECT u FROM t UNION SELECT '00000000-0000-0000-0000-000000000000') z
SELECT z.* FROM (SELECT iv FROM t UNION SELECT '1 day' UNION SELECT INTERVAL '2 days') z
SELECT i FROM t WHERE EXISTS (SELECT 'x' FROM t2)
SELECT i FROM t WHERE EXISTS (SELECT NULL FROM t2)
SELECT i FROM t WHERE EXISTS (SELECT t2.* FROM t2)
SELECT i FROM t WHERE v IN (SELECT 'x' UNION SELECT v FROM t2)
SELECT i FROM t WHERE i = (SELECT -1)
SELECT i FROM t WHERE i NOT IN (SELECT 99999999999)
SELECT t FROM t
SELECT t.* FROM t
SELECT (t).i FROM t
SELECT count(t) FROM t
SELECT row_to_json(t) FROM t
SELECT row_to_json(q) FROM (SELECT i, v FROM t) q
SELECT json_agg(json_build_object('a', i, 'b', v) ORDER BY i) FROM t
SELECT i FROM t TABLESAMPLE BERNOULLI (10) REPEATABLE (1)
SELECT i FROM t ORDER BY i FETCH FIRST 5 ROWS WITH TIES
SELECT i FROM t FOR UPDATE
SELECT i FROM ONLY t
SELECT x.a FROM json_to_recordset('[]') AS x(a int, b text)
SELECT x.* FROM jsonb_each('{}') x
SELECT x.* FROM xmltable('/a' passing '<a/>' columns b int path '@b', c text default 'x') x
SELECT * FROM ROWS FROM (generate_series(1,2), generate_series(1,3)) AS z(a,b)
SELECT unnest(ia), v FROM t
SELECT i AS "Select", v AS "a b", x AS "ü", b AS "user" FROM t
SELECT i i2, v "as" FROM t
SELECT max(v) FILTER (WHERE v NOT IN ('a')) FROM t
SELECT (CASE WHEN v IN ('a','b') THEN 'x' WHEN v LIKE 'q%' THEN v ELSE 'z' END)::varchar(5) FROM t
SELECT cast(v as text) IN ('a','b') FROM t
SELECT 1 WHERE NULL IS NULL
SELECT CURRENT_TIMESTAMP - ts > '1 day' FROM t
va = ARRAY[v, 'x']::varchar(5)[]
ia = ARRAY['1','2']::int[]
va || (ARRAY['x'])::varchar(5)[]
b = ANY (ARRAY[1,2])
n = ANY (ARRAY[1, i])
d = ANY (ia)
x = ANY (ARRAY[c, c])
COALESCE(va, ARRAY['x'])
ta || ARRAY[v, v2]
array_cat(ta, ARRAY[v])
SELECT v FROM t WHERE v IN ('it''s', E'a\\b') AND (v, i) IN (('a', 1), ('b', 2))
WITH q(n, s) AS (SELECT 1, 'a'::varchar UNION ALL SELECT -1, NULL UNION ALL SELECT 2, 'b') SELECT * FROM q WHERE s IN ('a', 'b')
SELECT z.* FROM (SELECT bt, vb FROM t UNION SELECT B'101', B'1' UNION SELECT '101', '1') z
SELECT (SELECT 'x') AS q, (SELECT B'1') AS r, (SELECT -1.5) AS s, (SELECT 'x'::varchar) AS u
SELECT DISTINCT 'x' AS q UNION SELECT ALL 'y'
SELECT i FROM t WHERE v IN (SELECT DISTINCT 'x' UNION SELECT 'y')
SELECT i FROM t WHERE EXISTS (SELECT 1, 'from', ' AS x', NULL FROM t2 WHERE v IN ('union','b'))
(SELECT 1e10)
SELECT z.* FROM (SELECT n FROM t UNION SELECT 1e10 UNION SELECT '-3' UNION SELECT '1e3' UNION SELECT 'NaN') z
JSON(x)
SELECT x.* FROM t, XMLTABLE('/a' PASSING xm COLUMNS b int PATH '@b' DEFAULT 1 NOT NULL, c text) x
SELECT i FROM t GROUP BY DISTINCT GROUPING SETS ((i),(i))
SELECT z.* FROM (SELECT 1) z
CAST(v AS int)
date_trunc('day', tz, 'UTC')
date_bin('1 hour', ts, '2020-01-01')
v ~ ANY (ARRAY['a','b'])
string_to_table('a,b', ',')
SELECT unnest(ia) FROM t
regexp_like(v, 'a')
nullif(jb, '{}')
ARRAY[ARRAY['a', v]]
ARRAY[[1,2],[3,4]]
va = ARRAY[[v, 'x'],['a','b']]
ia[1:2][1:1]
(ARRAY['a',v])[1]
(ARRAY[v, v2])[i]
v IN (SELECT unnest(va))
(v COLLATE "C", i) < ('a', 1)
ROW(1,2) = ROW(i,s)
ROW(i, s) IN ((1,2))
ROW(i, s) IN ((1,2),(3,4))
(SELECT ROW(1,'a') = ROW(i, v))
i IN (1, 2.5)
n IN (1, 2.5, i)
b IN (1, 99999999999)
s IN (1,2)
d IN (1, 2)
o IN (1, 2)
dt IN ('2020-01-01', '2020-01-02')
dt IN ('2020-01-01', ts)
u IN ('00000000-0000-0000-0000-000000000000')
u IN ('00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000001')
c IN ('a')
bo IN (true)
ip IN ('10.0.0.1')
iv IN ('1 day', '2 days')
by IN ('\x01', '\x02')
mo IN ('1.00', '2.00')
nm IN ('a', v)
ch IN ('a', 'b')
v IN (nm, 'b')
x IN ('a', NULL)
CASE WHEN i IN (1,2) THEN 'a' WHEN v IN ('q') THEN 'b' END IN ('a','b')
COALESCE(v, 'q') IN ('a','b')
(v || 'x') IN ('a','b')
v::text IN ('a','b')
v::char(3) IN ('a','b')
lower(v) IN ('a','b')
(SELECT v FROM t2 LIMIT 1) IN ('a','b')
trim(v) = ANY (ARRAY['a'])
v = SOME (ARRAY['a','b'])
v = ALL (ARRAY['a','b'])
v > ANY (ARRAY['a','b'])
v !~~ ALL (ARRAY['a','b'])
SELECT i FROM t WHERE (v, v2) IN (('a','b'),('c','d'))
SELECT i FROM t WHERE (v, v2) = ANY (SELECT v, x FROM t2)
SELECT i FROM t WHERE v IN (SELECT v FROM t2 UNION SELECT 'x' UNION SELECT NULL)
SELECT i FROM t WHERE ROW(v, v2) = (SELECT 'a', 'b')
SELECT max(v) OVER (PARTITION BY v IN ('a','b')) FROM t
SELECT count(*) FILTER (WHERE dv IN ('a','b')) FROM t
SELECT 'x' AS k, NULL AS l FROM t GROUP BY 1
SELECT z.k FROM (SELECT 'x' AS k FROM t GROUP BY 1 UNION ALL SELECT 'y') z
SELECT z.* FROM ((SELECT 1 AS k, 'x' AS l) UNION ALL (SELECT 2, 'y' ORDER BY 1 LIMIT 1)) z
SELECT z.* FROM (SELECT v FROM t UNION ALL (SELECT 'y' UNION SELECT 'z')) z
SELECT z.* FROM (SELECT v FROM t UNION ALL (SELECT 'y' EXCEPT SELECT 'z' INTERSECT SELECT NULL)) z
SELECT z.* FROM (VALUES (1, 'x')) z(a, b) UNION SELECT 2, 'y'
SELECT z.* FROM (SELECT v, i FROM t UNION VALUES ('a', 1), (NULL, -1)) z
SELECT z.* FROM t, LATERAL (SELECT 'x' UNION SELECT t.v) z(a)
SELECT z.* FROM t, LATERAL (SELECT t.v UNION SELECT 'x') z(a)
WITH q AS (SELECT 'x' AS a UNION SELECT 'y') SELECT * FROM q
WITH q AS (SELECT v FROM t UNION SELECT 'y'), r AS (SELECT v FROM q UNION SELECT NULL) SELECT * FROM r
WITH RECURSIVE q(n, p, o) AS (SELECT i, ARRAY[i], false FROM t UNION ALL SELECT t2.i, p || t2.i, t2.i = ANY (p) FROM t2, q WHERE NOT o) SELECT * FROM q
WITH RECURSIVE q AS (SELECT 1 AS n, 'a'::text AS p UNION ALL SELECT n + 1, 'x' FROM q WHERE n < 5) SELECT * FROM q
SELECT (SELECT 'a' WHERE false) AS k, (SELECT NULL WHERE true) AS l, (SELECT '2020-01-01'::date) AS m
SELECT ARRAY(SELECT 'x') AS k, ARRAY(SELECT NULL::int) AS l
SELECT EXISTS (SELECT) AS k
SELECT i FROM t WHERE EXISTS (SELECT 'x', 'y', i FROM t2 UNION SELECT NULL, 'q', 3)
SELECT i FROM t WHERE i = ANY (ARRAY(SELECT -1))
SELECT i FROM t ORDER BY (SELECT 'x')
SELECT i FROM t LIMIT (SELECT 1)
SELECT string_agg((SELECT 'x'), ',') FROM t
SELECT coalesce((SELECT 'x' LIMIT 1), 'y') FROM t
SELECT 'x'::text AS "?column?" FROM t
SELECT z.text FROM (SELECT 'x'::text) z
SELECT z.* FROM (SELECT v AS text FROM t UNION SELECT 'x'::varchar AS text) z
SELECT z.* FROM (SELECT x FROM t UNION SELECT 'x'::text AS text) z
SELECT z.* FROM (SELECT x FROM t UNION SELECT 'x'::text AS other) z
SELECT z.* FROM (SELECT x FROM t UNION SELECT 'x' AS other) z
CASE WHEN x = ARRAY[i]::text THEN ARRAY[]::text[] ELSE ta END
ARRAY[i]::text || (ARRAY[i])[1]
SELECT 'x'::text COLLATE "C" AS a, ('y' COLLATE "C") AS b UNION SELECT 'x' COLLATE "C", 'q'
SELECT z.* FROM (SELECT x FROM t UNION SELECT 'x' COLLATE "C") z
SELECT z.* FROM (SELECT ch, iv, tt, tz FROM t UNION SELECT 'a', '1 day', '10:00+00', '2020-01-01' UNION SELECT NULL, NULL, NULL, NULL) z
SELECT z.* FROM (SELECT ia, ma, dt, ti, co FROM t UNION SELECT '{1}', '{sad}', '2020-01-01', '10:00', NULL) z
i = ANY (ARRAY[s, b]) AND (ARRAY[i])::text = x
x = ANY (ARRAY[v, c::varchar]) OR x = ARRAY[v, 'q']::text
