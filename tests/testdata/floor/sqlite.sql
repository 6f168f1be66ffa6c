-- The least that reading a whole schema asks of SQLite.
SELECT type, name, tbl_name, sql FROM sqlite_master;
SELECT m.name, x.* FROM sqlite_master m JOIN pragma_table_xinfo(m.name) x WHERE m.type IN ('table', 'view');
SELECT m.name, l.* FROM sqlite_master m JOIN pragma_index_list(m.name) l WHERE m.type = 'table';
SELECT m.name, c.* FROM sqlite_master m JOIN pragma_index_xinfo(m.name) c WHERE m.type = 'index';
SELECT m.name, f.* FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table';
