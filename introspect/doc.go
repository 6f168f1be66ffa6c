// Package introspect reads a live database into the vocabulary of package
// schema, with a fixed number of catalog queries whatever the number of tables:
// one file per dialect. It also asks a server what its own text means
// ([Canonicalize]).
package introspect
