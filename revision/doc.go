// Package revision holds the history of a database: the revision files, the
// graph (DAG) that they make, the identifiers that name places in it, and the
// plans that lead from one place to another.
//
// [Load] reads folders of .toml and .sql files into a [Graph]; only the header of
// a file is decoded, [Revision.Body] decodes the rest when a step runs. Two
// notions of parenthood run through the package: a revision *follows* those named
// by down_revision, and it *requires* those named by depends_on too. Heads, bases,
// branch points and labels go by the first; plans, order and the rows of the
// version table by both.
//
// [Graph.Upgrade], [Graph.Downgrade] and [Graph.Stamp] return a [Plan]: the steps
// in order, each with what it does to the version table. Nothing here touches a
// database. Every refusal is an [*Error] with a stable code and a hint.
package revision
