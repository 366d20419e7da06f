package main

import (
	"os"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func newManCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "man directory",
		Short: "Write the manual pages",
		Long: `Write a manual page of section 1 for each command into a directory, which is made
where it is not there.`,
		Example: `  verdict man /usr/local/share/man/man1
  verdict man man && man ./man/verdict-lint.1`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("verdict man wants one directory, not %d", len(args))
			}
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return failure{err}
			}
			root := cmd.Root()
			root.DisableAutoGenTag = true
			header := &doc.GenManHeader{
				Section: "1",
				Date:    builtAt(),
				Source:  "verdict " + version(),
				Manual:  "verdict",
			}
			if err := doc.GenManTree(root, header, args[0]); err != nil {
				return failure{err}
			}
			return nil
		},
	}
}

// builtAt is the date of the source that the program was built from, so that the
// same source gives the same pages; nil where it is not known.
func builtAt() *time.Time {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return nil
	}
	for _, setting := range info.Settings {
		if setting.Key != "vcs.time" {
			continue
		}
		if at, err := time.Parse(time.RFC3339, setting.Value); err == nil {
			return &at
		}
	}
	return nil
}
