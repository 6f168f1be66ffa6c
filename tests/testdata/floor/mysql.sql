-- The least that reading a whole schema asks of MySQL and MariaDB.
SELECT * FROM information_schema.tables WHERE table_schema = DATABASE();
SELECT * FROM information_schema.columns WHERE table_schema = DATABASE();
SELECT * FROM information_schema.statistics WHERE table_schema = DATABASE();
SELECT * FROM information_schema.table_constraints WHERE table_schema = DATABASE();
SELECT * FROM information_schema.key_column_usage WHERE table_schema = DATABASE();
SELECT * FROM information_schema.referential_constraints WHERE constraint_schema = DATABASE();
SELECT * FROM information_schema.check_constraints WHERE constraint_schema = DATABASE();
