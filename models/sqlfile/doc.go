// Package sqlfile reads models from SQL files: what a database of the right kind
// makes of them is the model.
package sqlfile
