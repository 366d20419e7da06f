package main

import (
	"github.com/spf13/cobra"

	"github.com/verdict-lint/verdict/internal/report"
)

const lintHelp = `Lint payload files: a file, a directory, a pattern such as 'data/**/*.yaml', or - for
standard input. The default is the current directory. In a directory, a file is linted
if its name determines its syntax, also if it is compressed as .gz or .zst, or if
schemas or syntax in .verdict.yaml selects it. If one schema applies to all files
(--schema, or schema in .verdict.yaml), only JSON and NDJSON are linted, such as *.json,
*.geojson and *.jsonl, and files that a catalog has a schema for. A file found in a
directory that contains {{, {% or <% and has syntax errors is considered a template for
another program: it is counted but not linted.

Files in directories that match .gitignore are skipped, even if git tracks them; with
--staged, they are not. Files that match .verdictignore, or ignore in .verdict.yaml, are
skipped even if they are named.

The name of a file determines its syntax; syntax in .verdict.yaml overrides it. The
syntax of standard input without a name is determined by how it begins. It is NDJSON if
its first line is an object or array and the next begins like one. It is TOML if its
first line other than comments is a key with =, or a header of a table that a key or
another header follows. It is YAML if that line is a key with a colon, "- " or "---".
Otherwise it is JSON.

Findings go to standard output, everything else to standard error. The exit code is
0 if there are no errors, 1 if there are, 2 if the command line is wrong, and 3 if a
file could not be linted or another failure occurred. With --diff it is 1 if there is
something to fix and 0 if not, regardless of other findings.

If some files cannot be read (exit code 3), the others are still linted and their
output is complete. If nothing can be linted, because of a schema or the configuration,
nothing is written to standard output, in any format.

A file is validated against the first of these schemas:
- that of --schema;
- that of the first entry of schemas that matches the file in the nearest .verdict.yaml,
  up to the root of the repository;
- the one that its own $schema names;
- the one that a catalog has for its name;
- that of the key schema in .verdict.yaml.

A file without a schema is checked for syntax, encoding, duplicate keys and number
precision only. A file that is used as a schema, or whose $schema is a metaschema of the
specification, is linted as a schema; see verdict schema lint. The settings formats and
failOn are those of the .verdict.yaml nearest to the current directory.

With --redact, or redact in .verdict.yaml, no output has values of payloads: messages
describe them by type and length, there are no source lines, and fingerprints and
baselines depend on names alone. Names of properties are shown. --diff cannot be used.

--summary FILE has counts of the records that were validated: one for each document or line
of NDJSON that has a schema. Those with errors are invalid, and violations are the errors.
verdict merge merges such files, and shows them.

--fix and --diff also apply to findings hidden by --baseline or --since. A fixed file
keeps its owner, mode, extended attributes and hard links. A file that is read-only, or
that changed while it was being linted, is not fixed, and the exit code is 3.

With --allow-remote, a schema can be a URL. It is fetched once and pinned by checksum
in .verdict.lock, which should be committed; if the schema changes, it is rejected
until --update-lock is used. A URL named only by a payload is not fetched unless
--allow-remote=any is set. With --locked, as in CI, no schema is fetched that the lock
file does not list.`

func newLintCommand(p process) *cobra.Command {
	var flags lintFlags
	cmd := &cobra.Command{
		Use:   "lint [path...]",
		Short: "Lint payload files",
		Long:  lintHelp,
		Example: `  verdict lint session.json
  verdict lint fixtures --format oneline
  verdict lint --schema connect-session-wire response.json
  verdict lint --schema order.schema.json --strict orders/
  verdict lint --watch payloads/
  verdict lint --allow-remote --schema https://example.com/order.schema.json orders/
  curl -s $URL | verdict lint - --stdin-filename response.json`,
		RunE: func(cmd *cobra.Command, paths []string) error {
			return runLint(cmd, p, &flags, paths)
		},
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	flags.register(cmd.Flags())
	complete(cmd, "schema", catalogNames())
	completeLint(cmd)
	return cmd
}

// completeLint registers values of the flags of both lint commands.
func completeLint(cmd *cobra.Command) {
	complete(cmd, "format", report.Names())
	complete(cmd, "draft", draftNames())
	complete(cmd, "color", []string{"auto", "always", "never"})
	complete(cmd, "fail-on", []string{"warning", "error"})
}

// complete registers values for shell completion of a flag, in addition to file names.
func complete(cmd *cobra.Command, flag string, values []string) {
	// The only errors are an unknown flag and a second registration.
	if err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveDefault)); err != nil {
		panic(err)
	}
}

func runLint(cmd *cobra.Command, p process, flags *lintFlags, paths []string) error {
	if err := flags.check(paths); err != nil {
		return err
	}
	if len(paths) == 0 {
		paths = []string{"."}
	}
	if flags.watch {
		return watchLint(cmd.Context(), p, flags, paths)
	}
	return lintOnce(cmd.Context(), p, flags, paths, nil)
}
