// Package spelling finds the word that a misspelled one most likely means.
package spelling
