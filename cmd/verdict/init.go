package main

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/verdict-lint/verdict/internal/config"
)

//go:embed init.yaml
var initialConfig []byte

func newInitCommand(p process) *cobra.Command {
	return &cobra.Command{
		Use:     "init",
		Short:   "Write a commented " + config.Name,
		Long:    "Write a commented " + config.Name + " into the current directory. An existing file is not overwritten.",
		Example: "  verdict init",
		Args:    noArgs,
		RunE: func(*cobra.Command, []string) error {
			file, err := os.OpenFile(config.Name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
			if errors.Is(err, fs.ErrExist) {
				return failuref("%s exists already; edit it, or remove it first", config.Name)
			}
			if err != nil {
				return failure{err}
			}
			if _, err := file.Write(initialConfig); err != nil {
				file.Close()
				return failure{err}
			}
			if err := file.Close(); err != nil {
				return failure{err}
			}
			_, err = fmt.Fprintf(p.stderr, "wrote %s\n", config.Name)
			return err
		},
	}
}
