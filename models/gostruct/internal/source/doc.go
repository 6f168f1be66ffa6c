// Package source looks up Go declarations with go/parser alone: it finds the
// folder of an import path (module, workspace, vendor, module cache), parses a
// package once, and resolves type expressions, constants and methods by name.
// It type-checks nothing, so that it works on code that does not build yet.
//
// Build constraints are evaluated for linux/amd64 without tags of the user's
// own, whatever machine it runs on: the same models on every machine.
package source
