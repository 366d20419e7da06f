package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/verdict-lint/verdict/internal/atomicfile"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/command"
	"github.com/verdict-lint/verdict/internal/config"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/lint"
	"github.com/verdict-lint/verdict/internal/remote"
	"github.com/verdict-lint/verdict/internal/words"
)

// schemaStore is the catalog that most editors use, and defaultPack the file to write.
const (
	schemaStore = "https://www.schemastore.org/api/json/catalog.json"
	defaultPack = ".verdict-catalog.zip"
)

func newCatalogCommand(p process) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "catalog",
		Short: "Use public schemas for well-known file names",
		Long: `A catalog maps file names to schemas: package.json, .github/workflows/*.yml and many
others. verdict catalog sync downloads the catalog of SchemaStore and all of its schemas
into one file, a pack. If catalog in .verdict.yaml, or --catalog, names the pack, such
files are found in directories and validated without a network.`,
		Args: command.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newCatalogSyncCommand(p), newCatalogWhichCommand(p))
	return cmd
}

func newCatalogSyncCommand(p process) *cobra.Command {
	output := ""
	cmd := &cobra.Command{
		Use:   "sync [catalog]",
		Short: "Download a catalog and all its schemas into a pack",
		Long: `Download a catalog, by default that of SchemaStore, and all schemas that it refers to
into a pack. The catalog is a URL or a file in the format of SchemaStore. Schemas that
cannot be used, or are not URLs, are listed and left out. The same schemas give the same pack, so its
SHA-256, which is printed, can be required by catalogChecksum in .verdict.yaml.`,
		Example: `  verdict catalog sync
  verdict catalog sync https://example.com/catalog.json -o schemas.zip`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("verdict catalog sync takes one catalog, not %d", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			source := schemaStore
			if len(args) == 1 {
				source = args[0]
			}
			return syncCatalog(cmd.Context(), p, source, output)
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", defaultPack, "`file` to write")
	return cmd
}

// syncCatalog writes a pack of a catalog and its schemas. Each schema is compiled, which
// downloads the documents that it refers to.
func syncCatalog(ctx context.Context, p process, source, output string) error {
	text, err := readCatalog(ctx, source)
	if err != nil {
		return failure{Err: err}
	}
	known, err := catalog.ParseKnown(text, ".")
	if err != nil {
		return failuref("%s: %w", source, err)
	}
	pack := catalog.NewPackWriter(source, text)
	fetch := fetchOnce(ctx)
	schemas, left := 0, 0
	for _, entry := range known.Schemas() {
		if err := ctx.Err(); err != nil {
			return failure{Err: err}
		}
		if !catalog.IsRemote(entry.URL) {
			left++
			p.complain(fmt.Errorf("%s: a pack has only schemas with a URL", entry.URL))
			continue
		}
		loaded := make(map[string]string) // where documents were found
		one := catalog.New(nil, func(string) ([]byte, bool) { return nil, false })
		one.Fetch = func(url string) ([]byte, string, error) {
			document, err := fetch(url)
			if err == nil {
				loaded[url] = document.URL
			}
			return document.Content, document.URL, err
		}
		if _, err := one.Open(entry.URL, catalog.Reading{}); err != nil {
			left++
			first, _, _ := strings.Cut(err.Error(), "\n")
			p.complain(errors.New(first))
			continue
		}
		schemas++
		for _, url := range slices.Sorted(maps.Keys(loaded)) {
			document, _ := fetch(url)
			pack.Add(url, loaded[url], document.Content)
		}
	}
	if schemas == 0 {
		return failuref("%s: none of its %s can be used", source, words.Count(left, "schema"))
	}
	content, checksum, err := pack.Encode()
	if err != nil {
		return failure{Err: err}
	}
	if err := atomicfile.Write(output, content); err != nil {
		return failure{Err: err}
	}
	fmt.Fprintf(p.stderr, "wrote %s: %s in %s, %s\nsha256: %s\n", output, words.Count(schemas, "schema"), words.Count(pack.Len(), "document"),
		files.FormatSize(int64(len(content))), checksum)
	if left > 0 {
		fmt.Fprintf(p.stderr, "%s left out\n", words.Count(left, "schema"))
	}
	return nil
}

func readCatalog(ctx context.Context, source string) ([]byte, error) {
	if !catalog.IsRemote(source) {
		file, err := os.Open(source)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		return files.ReadAll(source, file, files.MaxSupport)
	}
	document, err := remote.Download(ctx, source)
	return document.Content, err
}

// fetchOnce returns a function that downloads each document once.
func fetchOnce(ctx context.Context) func(url string) (remote.Document, error) {
	type result struct {
		document remote.Document
		err      error
	}
	results := make(map[string]result)
	return func(url string) (remote.Document, error) {
		r, ok := results[url]
		if !ok {
			r.document, r.err = remote.Download(ctx, url)
			results[url] = r
		}
		return r.document, r.err
	}
}

func newCatalogWhichCommand(p process) *cobra.Command {
	var flags lintFlags
	cmd := &cobra.Command{
		Use:   "which file...",
		Short: "Explain which schema applies to a file",
		Long:  "Print the schema that verdict lint would validate each file against, and why.",
		Example: `  verdict catalog which package.json
  verdict catalog which --catalog .verdict-catalog.zip .github/workflows/ci.yml`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("verdict catalog which requires a file")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, paths []string) error { return which(cmd.Context(), p, &flags, paths) },
	}
	f := cmd.Flags()
	f.StringVarP(&flags.schema, "schema", "s", "", "`schema` to lint against, as for verdict lint")
	f.StringVar(&flags.catalog, "catalog", "", "`file` or URL of a catalog")
	f.StringVar(&flags.config, "config", "", "configuration `file`, instead of the nearest .verdict.yaml")
	f.BoolVar(&flags.noConfig, "no-config", false, "ignore configuration files")
	f.StringVar(&flags.allowRemote, "allow-remote", "", "`scope` of schemas to fetch by http and https, as for verdict lint")
	f.Lookup("allow-remote").NoOptDefVal = remoteNamed
	flags.limits.register(f)
	return cmd
}

// why returns the reason for the schema of a file, with the place in the configuration if it
// is that of one.
func (s *settings) why(path, reason string) string {
	switch {
	case reason == lint.Fallback:
		return "the fallback at " + s.config(path).WhyFallback()
	case reason != lint.Configured:
		return reason
	case s.flags.schema != "":
		return "--schema"
	case config.IsName(filepath.Base(path)):
		return "it is a configuration of verdict"
	}
	pattern, place := s.config(path).WhyConfigured(path)
	return fmt.Sprintf("%s has it for %q", place, pattern)
}

func which(ctx context.Context, p process, flags *lintFlags, paths []string) error {
	set, err := loadSettings(flags)
	if err != nil {
		return err
	}
	schemas, save, err := set.schemas(ctx)
	if err != nil {
		return err
	}
	inputs := make([]files.Input, len(paths))
	for i, path := range paths {
		inputs[i] = files.NewInput(path)
		if syntax, ok := set.syntax(path); ok {
			inputs[i].Syntax = syntax
		}
	}
	if err := set.load(inputs); err != nil {
		return failure{Err: err}
	}
	schemas.Packs, schemas.Directories = set.documents()
	linter := lint.New(schemas, lint.Options{Limits: flags.limits.payload})
	problems := 0
	var out strings.Builder
	for i := range inputs {
		choices, err := linter.Which(&inputs[i])
		if err != nil {
			problems++
			p.complain(err)
			continue
		}
		for k, choice := range choices {
			place := inputs[i].Path
			if k > 0 || len(choices) > 1 {
				place = fmt.Sprintf("%s:%d", place, choice.Line)
			}
			schema := choice.Schema
			if schema == "" {
				schema = "none"
			}
			fmt.Fprintf(&out, "%s: %s (%s)\n", place, schema, set.why(inputs[i].Path, choice.Reason))
		}
	}
	if _, err := io.WriteString(p.stdout, out.String()); err != nil {
		return failure{Err: err}
	}
	if err := save(); err != nil {
		return failure{Err: err}
	}
	return verdictOf(false, problems)
}
