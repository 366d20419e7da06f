package main

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/verdict-lint/verdict/internal/command"
	"github.com/verdict-lint/verdict/internal/config"
)

//go:embed init.yaml
var initialConfig string

func newInitCommand(p process) *cobra.Command {
	return &cobra.Command{
		Use:   "init",
		Short: "Write a commented " + config.Name,
		Long: "Write a commented " + config.Name + ` into the current directory. It maps the files that are
named after a schema of the repository, and that the schema accepts, to that schema, or to
the nearest of several. It also lists the directories of schemas whose $id files name, and
the names of JSON files that have comments. An existing file is not overwritten.`,
		Example: "  verdict init",
		Args:    command.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if existing, _, err := config.In(absolute(".")); err != nil {
				return failure{Err: err}
			} else if existing != "" {
				return failuref("%s exists already; edit it, or remove it first", filepath.Base(existing))
			}
			found := inspect()
			file, err := os.OpenFile(config.Name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
			if errors.Is(err, fs.ErrExist) {
				return failuref("%s exists already; edit it, or remove it first", config.Name)
			}
			if err != nil {
				return failure{Err: err}
			}
			if _, err := file.WriteString(found.config()); err != nil {
				file.Close()
				return failure{Err: err}
			}
			if err := file.Close(); err != nil {
				return failure{Err: err}
			}
			_, err = fmt.Fprintln(p.stderr, "wrote "+config.Name+"; "+found.summary())
			return err
		},
	}
}
