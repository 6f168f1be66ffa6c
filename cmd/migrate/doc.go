// Command migrate is Limbeck's command line: flags, printing and exit codes over
// the package github.com/limbeck/migrate. A file holds a command or a few that
// belong together; app.go what all of them share.
package main
