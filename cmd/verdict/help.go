package main

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/verdict-lint/verdict/internal/lazyregexp"
	"github.com/verdict-lint/verdict/internal/nearest"
)

// The templates of help texts, which begin with examples: most users look for a line to
// copy.
const (
	helpTemplate = `{{with (or .Long .Short)}}{{. | trimTrailingWhitespaces}}

{{end}}{{.UsageString}}`

	usageTemplate = `{{if .HasExample}}Examples:
{{.Example}}

{{end}}Usage:
  {{if .HasAvailableSubCommands}}{{.CommandPath}} <command>{{else}}{{.UseLine}}{{end}}
{{if .HasAvailableSubCommands}}
Commands:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}
{{end}}{{if .HasAvailableLocalFlags}}
Flags:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}
{{end}}{{if .HasAvailableInheritedFlags}}
Global flags:
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}
{{end}}`
)

var (
	unknownFlag = lazyregexp.New(`(?s)^unknown flag: --(.+)$`)
	wrongValue  = lazyregexp.New(`(?s)^invalid argument "(.*)" for "(?:-., )?(--.+)" flag: strconv\.Parse(Int|Bool): `)
)

// flagError turns pflag's errors into usage errors with consistent wording, and suggests
// the nearest flag for an unknown one.
func flagError(cmd *cobra.Command, err error) error {
	if match := wrongValue().FindStringSubmatch(err.Error()); match != nil {
		takes := map[string]string{"Int": "a whole number", "Bool": "true or false"}[match[3]]
		return usagef("%s %s: must be %s", match[2], match[1], takes)
	}
	match := unknownFlag().FindStringSubmatch(err.Error())
	if match == nil {
		return usagef("%w; see %s --help", err, cmd.CommandPath())
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if near, ok := nearest.Of(match[1], names); ok {
		return usagef("unknown flag --%s; did you mean --%s?", match[1], near)
	}
	return usagef("unknown flag --%s; see %s --help", match[1], cmd.CommandPath())
}
