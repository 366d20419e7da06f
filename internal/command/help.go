package command

import (
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/verdict-lint/verdict/internal/lazyregexp"
	"github.com/verdict-lint/verdict/internal/nearest"
)

// This file has the texts of help and of errors about flags.

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

// Prepare sets up a root command: signals, and the texts of help and errors.
func Prepare(root *cobra.Command, stdin io.Reader, stdout, stderr io.Writer) {
	root.SilenceErrors, root.SilenceUsage = true, true
	root.PersistentPreRun = func(cmd *cobra.Command, _ []string) {
		cmd.SetContext(interruptible(cmd.Context(), stderr)) // ends with the command's context
	}
	root.SetIn(stdin)
	root.SetOut(&output{to: stdout})
	root.SetErr(stderr)
	root.SetFlagErrorFunc(FlagError)
	root.SetUsageTemplate(usageTemplate)
	root.SetHelpTemplate(helpTemplate)
}

var (
	unknownFlag = lazyregexp.New(`(?s)^unknown flag: --(.+)$`)
	wrongValue  = lazyregexp.New(`(?s)^invalid argument "(.*)" for "(?:-., )?(--.+)" flag: strconv\.Parse(Int|Bool): `)
)

// FlagError turns pflag's errors into usage errors with consistent wording, and suggests
// the nearest flag for an unknown one.
func FlagError(cmd *cobra.Command, err error) error {
	if match := wrongValue().FindStringSubmatch(err.Error()); match != nil {
		takes := map[string]string{"Int": "a whole number", "Bool": "true or false"}[match[3]]
		return Usagef("%s %s: must be %s", match[2], match[1], takes)
	}
	match := unknownFlag().FindStringSubmatch(err.Error())
	if match == nil {
		return Usagef("%w; see %s --help", err, cmd.CommandPath())
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if near, ok := nearest.Of(match[1], names); ok {
		return Usagef("unknown flag --%s; did you mean --%s?", match[1], near)
	}
	return Usagef("unknown flag --%s; see %s --help", match[1], cmd.CommandPath())
}
