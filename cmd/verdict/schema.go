package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/verdict-lint/verdict/internal/command"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/nearest"
	"github.com/verdict-lint/verdict/internal/schematool"
	"github.com/verdict-lint/verdict/internal/words"
)

func newSchemaCommand(p process) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "schema",
		Short: "Print, reflect, lint and check JSON Schema documents",
		Long: `Print the built-in schemas, generate one from a type of any Go module, generate Go
methods that list an enumeration's constants or return doc comments, check that
generated files are up to date, and lint schemas.`,
		Example: `  verdict schema print connect-session
  verdict schema reflect ./internal/api Order -o order.schema.json
  verdict schema enum --type Category
  verdict schema describe ./internal/api
  verdict schema check
  verdict schema lint order.schema.json`,
		Args:          command.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	cmd.AddCommand(
		newSchemaPrintCommand(p),
		newSchemaReflectCommand(p),
		newSchemaEnumCommand(p),
		newSchemaDescribeCommand(p),
		newSchemaCheckCommand(p),
		newSchemaLintCommand(p),
	)
	return cmd
}

func newSchemaPrintCommand(p process) *cobra.Command {
	return &cobra.Command{
		Use:   "print [name]",
		Short: "Print a built-in schema, or list their names",
		Example: `  verdict schema print
  verdict schema print connect-session > connect-session.schema.json`,
		ValidArgs: catalogNames(),
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) > 1:
				return usagef("verdict schema print takes one name, got %d", len(args))
			case len(args) == 0:
				_, err := fmt.Fprintln(p.stdout, strings.Join(catalogNames(), "\n"))
				return err
			}
			document, ok := command.BuiltIn(args[0])
			if !ok {
				return unknownSchema(args[0])
			}
			_, err := p.stdout.Write(document)
			return err
		},
	}
}

func unknownSchema(name string) error {
	if near, ok := nearest.Of(name, catalogNames()); ok {
		return usagef("unknown built-in schema %s; did you mean %s?", name, near)
	}
	return usagef("unknown built-in schema %s; use one of %s", name, strings.Join(catalogNames(), ", "))
}

func newSchemaReflectCommand(p process) *cobra.Command {
	var c schematool.ReflectCommand
	cmd := &cobra.Command{
		Use:   "reflect package type",
		Short: "Reflect the JSON Schema of a Go type",
		Long: `Generate the JSON Schema of a type of any Go module, without writing code.

The package is a directory, an import path that can be built in the current module, or
an import path with a version. The type is an exported one, or a type expression that
uses exported types. The command builds and runs a program that imports the package, so
the package must compile, and its init functions are run. The module is not modified
and need not require verdict: the source or version of this program is used, or the
source in the directory $VERDICT_SOURCE. Doc comments become descriptions.`,
		Example: `  verdict schema reflect ./internal/api Order -o order.schema.json
  verdict schema reflect ./internal/api 'Page[Order]'
  verdict schema reflect ./internal/page 'Page[example.com/shop/api.Order]'
  verdict schema reflect net/url URL
  verdict schema reflect example.com/api@v1.2.3 Order

In a Go file, for go generate and verdict schema check:
  //go:generate verdict schema reflect . Order -o order.schema.json`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := c.Arguments(args); err != nil {
				return schemaError(err)
			}
			document, err := schematool.Reflect(cmd.Context(), c.Target)
			if err != nil {
				return schemaError(err)
			}
			return p.writeOutput(cmp.Or(c.Output, "-"), c.Output, document)
		},
	}
	c.Flags(cmd.Flags())
	return cmd
}

func newSchemaEnumCommand(p process) *cobra.Command {
	var c schematool.EnumCommand
	cmd := &cobra.Command{
		Use:   "enum --type name[,name...] [directory]",
		Short: "Write a Go method that lists a type's constants",
		Long: `Write a Go file with the method Values for each type. It returns the type's constants,
which become the enum of the generated schema. verdict schema check finds lists that
are out of date.`,
		Example: `  verdict schema enum --type Category
  verdict schema enum --type Category,SessionType -o enums.go ./schema

In a Go file, for go generate and verdict schema check:
  //go:generate verdict schema enum -type Category`,
		// Go generators are conventionally called with -type, which cobra would read as
		// four one-letter flags: flags are parsed below.
		DisableFlagParsing: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			cmd.InheritedFlags() // merges the parents' flags into Flags
			err := cmd.Flags().Parse(schematool.LongFlags(args))
			if err != nil {
				return command.FlagError(cmd, err)
			}
			if help, err := cmd.Flags().GetBool("help"); err == nil && help {
				return cmd.Help()
			}
			if err := c.Arguments(cmd.Flags().Args()); err != nil {
				return schemaError(err)
			}
			source, err := schematool.Enum(cmd.Context(), c.EnumTarget)
			if err != nil {
				return schemaError(err)
			}
			return p.writeOutput(c.Output, c.File(), source)
		},
	}
	c.Flags(cmd.Flags())
	return cmd
}

func newSchemaDescribeCommand(p process) *cobra.Command {
	var c schematool.DescribeCommand
	cmd := &cobra.Command{
		Use:   "describe [directory]",
		Short: "Write Go methods that return a package's doc comments",
		Long: `Write a Go file with the method SchemaDescriptions for each exported type that has
doc comments on itself, its fields or its constants. It returns the descriptions for
schemas generated at run time, when the source is not available.`,
		Example: `  verdict schema describe ./internal/api

In a Go file, for go generate and verdict schema check:
  //go:generate verdict schema describe`,
		RunE: func(_ *cobra.Command, args []string) error {
			if err := c.Arguments(args); err != nil {
				return schemaError(err)
			}
			source, err := c.Source()
			if err != nil {
				return err
			}
			return p.writeOutput(c.Output, c.File(), source)
		},
	}
	c.Flags(cmd.Flags())
	return cmd
}

func newSchemaCheckCommand(p process) *cobra.Command {
	var write bool
	cmd := &cobra.Command{
		Use:   "check [directory...]",
		Short: "Check that generated documents and enumerations are up to date",
		Long: `Regenerate, in memory, the files that verdict generates, and compare them. Differences
are printed as a diff, and the exit code is 1.

The files are those of //go:generate directives in Go files and of the section
generate in .verdict.yaml:

  generate:
    - package: ./internal/api
      type: Order
      output: schemas/order.schema.json
    - package: ./internal/api
      enum: [Category, SessionType]
    - package: ./internal/api
      describe: true

Directives are searched for in the directories and their subdirectories, except other
modules, vendor, testdata, and names that start with a dot or an underscore.`,
		Example: `  verdict schema check
  verdict schema check ./schema
  verdict schema check --write`,
		RunE: func(cmd *cobra.Command, dirs []string) error {
			jobs, err := schemaJobs(dirs)
			if err != nil {
				return schemaError(err)
			}
			outcomes, err := schematool.Check(cmd.Context(), jobs, files.Display)
			if err != nil {
				return err
			}
			return p.reportDrift(outcomes, write)
		},
	}
	cmd.Flags().BoolVarP(&write, "write", "w", false, "rewrite what is out of date")
	return cmd
}

// schemaJobs returns what is to be generated: by directives in the directories, and by the
// configuration file of each or, without directories, the one that applies to the current
// directory.
func schemaJobs(dirs []string) ([]schematool.Job, error) {
	var configs []string
	if len(dirs) == 0 {
		dirs = []string{"."}
		file, err := schematool.FindConfig(".")
		if err != nil {
			return nil, err
		}
		if file != "" {
			configs = append(configs, file)
		}
	} else {
		for _, dir := range dirs {
			file := filepath.Join(dir, schematool.ConfigName)
			if _, err := os.Stat(file); err == nil {
				configs = append(configs, file)
			}
		}
	}
	var jobs []schematool.Job
	for _, file := range configs {
		found, err := schematool.ConfigJobs(file)
		if err != nil {
			return nil, err
		}
		jobs = append(jobs, found...)
	}
	for _, dir := range dirs {
		found, err := schematool.Directives(dir)
		if err != nil {
			return nil, err
		}
		jobs = append(jobs, found...)
	}
	return jobs, nil
}

// reportDrift prints diffs to standard output, and errors and a one-line summary to
// standard error.
func (p process) reportDrift(outcomes []schematool.Outcome, write bool) error {
	drifted, written, problems := 0, 0, 0
	var out strings.Builder
	for _, o := range outcomes {
		switch {
		case o.Err != nil:
			problems++
			p.complain(fmt.Errorf("%s: %w", files.Display(o.Job.Source), o.Err))
		case o.Drift != nil && write:
			err := confined(filepath.Dir(o.Job.Source), o.Job.Output())
			if err == nil {
				err = writeGenerated(o.Job.Output(), o.Drift.Want)
			}
			if err != nil {
				problems++
				p.complain(fmt.Errorf("%s: %w", files.Display(o.Job.Source), err))
				continue
			}
			written++
			fmt.Fprintf(&out, "%s: written\n", files.Display(o.Job.Output()))
		case o.Drift != nil:
			if drifted > 0 {
				out.WriteByte('\n')
			}
			drifted++
			fmt.Fprintf(&out, "%s", o.Drift.Diff)
		}
	}
	if _, err := io.WriteString(p.stdout, out.String()); err != nil {
		return failure{Err: err}
	}
	line := words.Count(len(outcomes), "generated file")
	switch {
	case drifted > 0:
		line += fmt.Sprintf(": %d out of date; run go generate, or verdict schema check --write", drifted)
	case written > 0:
		line += fmt.Sprintf(": %d written", written)
	case problems == 0:
		line += ": up to date"
	}
	line += couldNot(problems, "file", "checked")
	fmt.Fprintln(p.stderr, line)
	switch {
	case problems > 0:
		return failure{}
	case drifted > 0:
		return errFindings
	}
	return nil
}

// schemaError returns a usage error if the command line is wrong, or else a failure.
func schemaError(err error) error {
	if schematool.IsUsage(err) {
		return usageError{Err: err}
	}
	return err
}
