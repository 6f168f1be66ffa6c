// Package autogen compares what is wished with what there is and writes the
// difference as operations, in an order that runs, with the operations that take
// them back.
//
// The wish is neutral, the live database native. The wish is lowered, what the two
// spell differently is put to the server (settle.go), and what then still differs
// is a change (table.go). A change is written in neutral form, so that the same
// revision file serves every dialect: where both sides are natively equal the
// wish's own words are taken, where the live side is unknown to the wish, the
// words of the revision history or, without one, the dialect's best neutral ones.
package autogen
