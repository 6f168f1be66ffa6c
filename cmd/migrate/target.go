package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

var relative = regexp.MustCompile(`^-\d+$`)

// relativeTargets lets `downgrade -1` be typed: an argument that is a negative
// number is a target and no flag, so it goes behind "--", where flags end.
func relativeTargets(root *cobra.Command, args []string) []string {
	cmd, _, err := root.Find(args)
	if err != nil || cmd == root {
		return args
	}
	var kept, targets []string
	for i, arg := range args {
		if arg == "--" {
			kept = append(kept, args[i:]...)
			break
		}
		if relative.MatchString(arg) && (i == 0 || !takesValue(cmd, args[i-1])) {
			targets = append(targets, arg)
		} else {
			kept = append(kept, arg)
		}
	}
	if len(targets) == 0 {
		return args
	}
	return append(append(kept, "--"), targets...)
}

// takesValue reports whether an argument is a flag whose value is the next one.
func takesValue(cmd *cobra.Command, arg string) bool {
	if !strings.HasPrefix(arg, "-") || strings.Contains(arg, "=") {
		return false
	}
	cmd.InheritedFlags() // merges the global flags into what Flags knows
	var flag *pflag.Flag
	if name, long := strings.CutPrefix(arg, "--"); long {
		flag = cmd.Flag(name)
	} else if len(arg) > 1 {
		flag = cmd.Flags().ShorthandLookup(arg[len(arg)-1:])
		if flag == nil {
			flag = cmd.InheritedFlags().ShorthandLookup(arg[len(arg)-1:])
		}
	}
	return flag != nil && flag.NoOptDefVal == ""
}

// relativeToHere shortens a path for messages where that makes it shorter.
func relativeToHere(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	if short, err := filepath.Rel(here, path); err == nil && len(short) < len(path) {
		return short
	}
	return path
}
