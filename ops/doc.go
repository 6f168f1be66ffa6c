// Package ops holds the operations that a revision is made of, as plain data:
// what each is called and takes in a revision file (decode.go, encode.go), what it
// does to a [schema.Database] in memory ([Apply]), and how it is taken back
// ([Inverse]). It knows no dialect: compiling an operation to statements is the
// dialect's.
package ops
