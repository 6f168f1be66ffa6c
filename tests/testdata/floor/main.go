// Command floor reads and hashes the files of a folder: the least that a tool can do
// that has to know them all.
package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	entries, err := os.ReadDir(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	total := sha256.New()
	for _, entry := range entries {
		text, err := os.ReadFile(filepath.Join(os.Args[1], entry.Name()))
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		sum := sha256.Sum256(text)
		total.Write(sum[:])
	}
	fmt.Printf("%x\n", total.Sum(nil))
}
