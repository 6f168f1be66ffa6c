// Package schema is the vocabulary that the rest of Limbeck speaks: databases,
// tables, columns, constraints, indexes and the other objects of a schema, as
// plain data. It does no I/O and knows no dialect.
//
// A Database is in one of two forms. The neutral form is what models and
// revision files say: type names such as "varchar(200)" or "json", defaults as
// values, texts that may differ by dialect ([Text]). The native form is what one
// server says: its own type spellings, every default and expression as SQL, and
// nothing keyed by dialect. A dialect lowers the first into the second and
// raises the second into the first; only native forms are compared.
package schema
