package command

import (
	"context"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/config"
	"github.com/verdict-lint/verdict/internal/remote"
	"github.com/verdict-lint/verdict/internal/resource"
	"github.com/verdict-lint/verdict/schema"
)

// This file opens the schema that the command line names.

// SchemaNames returns the names of the built-in schemas.
func SchemaNames() []string { return append(schema.Names(), config.SchemaName) }

// BuiltIn returns the document of a built-in schema.
func BuiltIn(name string) ([]byte, bool) {
	if name == config.SchemaName {
		return config.Document(), true
	}
	return schema.Document(name)
}

// DraftNames returns the names of drafts.
func DraftNames() []string {
	var names []string
	for _, draft := range config.Draft("").Values() {
		names = append(names, string(draft))
	}
	return names
}

// SchemaFlags holds the flags that set the schema of records, and how it is read.
type SchemaFlags struct {
	name     string
	Strict   bool
	draft    string
	annotate bool
	remote   bool
	locked   bool
	limits   catalog.Limits
}

// Register defines the flags.
func (f *SchemaFlags) Register(set *pflag.FlagSet) {
	set.StringVarP(&f.name, "schema", "s", "",
		"`schema` of the records: a built-in name ("+strings.Join(SchemaNames(), ", ")+") or a file, with #/pointer for a part of it; required")
	set.BoolVar(&f.Strict, "strict", false, "reject records with unknown properties")
	set.StringVar(&f.draft, "draft", "", "`draft` of schemas without $schema: "+strings.Join(DraftNames(), ", ")+" (default 2020-12)")
	set.BoolVar(&f.annotate, "no-format-assertion", false, "do not check format, contentEncoding and contentMediaType")
	set.BoolVar(&f.remote, "allow-remote", false, "fetch schemas by http and https, pinned by checksum in "+remote.LockName)
	set.BoolVar(&f.locked, "locked", false, "do not fetch schemas that are not in "+remote.LockName)
	RegisterSchemaLimits(set, &f.limits)
}

// Complete registers values for shell completion.
func (f *SchemaFlags) Complete(cmd *cobra.Command) {
	for flag, values := range map[string][]string{"schema": SchemaNames(), "draft": DraftNames()} {
		// The only errors are an unknown flag and a second registration.
		if err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveDefault)); err != nil {
			panic(err)
		}
	}
}

// Check returns a usage error for flags that are wrong.
func (f *SchemaFlags) Check() error {
	if f.name == "" {
		return Usagef("--schema is required: a file, or one of %s", strings.Join(SchemaNames(), ", "))
	}
	if _, ok := resource.DraftNamed(f.draft); !ok && f.draft != "" {
		return Usagef("--draft %s: must be one of %s", f.draft, strings.Join(DraftNames(), ", "))
	}
	return CheckSchemaLimits(f.limits)
}

// Compile compiles the schema, with the documents of packs. read is called with the name of each file
// that is read; it may be nil.
func (f *SchemaFlags) Compile(ctx context.Context, packs []*catalog.Pack, read func(path string), opts ...verdict.Option) (*catalog.Bundle, error) {
	schemas := catalog.New(SchemaNames(), BuiltIn)
	schemas.Given, schemas.Limits, schemas.Packs, schemas.OnRead = f.name, f.limits, packs, read
	save := func() error { return nil }
	if f.remote {
		fetcher := remote.New(remote.LockName)
		fetcher.Locked = f.locked
		schemas.Fetch, save = fetcher.Documents(ctx), fetcher.Save
	}
	draft, _ := resource.DraftNamed(f.draft)
	bundle, err := schemas.Compile(f.name, catalog.Reading{Draft: draft, Annotate: f.annotate}, append(opts, verdict.WithStrict(f.Strict))...)
	if err != nil {
		return nil, Failure{err}
	}
	return bundle, save()
}
