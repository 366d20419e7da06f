package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/verdict-lint/verdict/internal/atomicfile"
)

// manSection is the section of the manual that commands are in.
const manSection = "1"

func newManCommand(p process) *cobra.Command {
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
			date, err := sourceDate(p.getenv)
			if err != nil {
				return failure{err}
			}
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return failure{err}
			}
			return writeManPages(cmd.Root(), args[0], date)
		},
	}
}

// writeManPages writes the pages of a command and of all below it.
func writeManPages(cmd *cobra.Command, directory, date string) error {
	path := filepath.Join(directory, manName(cmd)+"."+manSection)
	if err := atomicfile.Write(path, manPage(cmd, date)); err != nil {
		return failure{err}
	}
	for _, sub := range cmd.Commands() {
		if !sub.IsAvailableCommand() {
			continue
		}
		if err := writeManPages(sub, directory, date); err != nil {
			return err
		}
	}
	return nil
}

// manPage is the page of one command.
func manPage(cmd *cobra.Command, date string) []byte {
	cmd.InitDefaultHelpFlag()
	var page roffPage
	page.title(strings.ToUpper(manName(cmd)), manSection, date, "verdict "+version(), "verdict")
	page.section("NAME")
	page.body(manName(cmd) + " - " + cmd.Short)
	page.section("SYNOPSIS")
	page.line(manSynopsis(cmd))
	page.section("DESCRIPTION")
	if cmd.Long != "" {
		page.body(cmd.Long)
	} else {
		page.body(cmd.Short)
	}
	manOptions(&page, "OPTIONS", cmd.NonInheritedFlags())
	manOptions(&page, "OPTIONS INHERITED FROM PARENT COMMANDS", cmd.InheritedFlags())
	if cmd.HasExample() {
		page.section("EXAMPLES")
		page.body(cmd.Example)
	}
	if related := manRelated(cmd); len(related) > 0 {
		page.section("SEE ALSO")
		page.line(strings.Join(related, ",\n"))
	}
	return []byte(page.text.String())
}

// manName is the name of a command's page.
func manName(cmd *cobra.Command) string {
	return strings.ReplaceAll(cmd.CommandPath(), " ", "-")
}

// manSynopsis is how a command is written, as its help has it.
func manSynopsis(cmd *cobra.Command) string {
	if cmd.HasAvailableSubCommands() {
		return roffBold(cmd.CommandPath()) + " " + roffItalic("command")
	}
	return roffBold(cmd.CommandPath()) + roffText.Replace(strings.TrimPrefix(cmd.UseLine(), cmd.CommandPath()))
}

// manOptions writes a section of flags, where there are any.
func manOptions(page *roffPage, title string, flags *pflag.FlagSet) {
	if !flags.HasAvailableFlags() {
		return
	}
	page.section(title)
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Deprecated != "" {
			return
		}
		argument, usage := pflag.UnquoteUsage(f)
		term := roffBold("--" + f.Name)
		if f.Shorthand != "" && f.ShorthandDeprecated == "" {
			term = roffBold("-"+f.Shorthand) + ", " + term
		}
		if argument != "" {
			term += " " + roffItalic(argument)
		}
		page.item(term, usage+manDefault(f))
	})
}

// manDefault tells what a flag is where it is not given, unless that goes without
// saying.
func manDefault(f *pflag.Flag) string {
	switch f.DefValue {
	case "", "0", "false", "[]":
		return ""
	}
	if f.Value.Type() == "string" {
		return fmt.Sprintf(" (default %q)", f.DefValue)
	}
	return fmt.Sprintf(" (default %s)", f.DefValue)
}

// manRelated names the pages of the command above and of those below, in order.
func manRelated(cmd *cobra.Command) []string {
	var pages []string
	reference := func(c *cobra.Command) { pages = append(pages, roffBold(manName(c))+"("+manSection+")") }
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			reference(sub)
		}
	}
	slices.Sort(pages)
	if cmd.HasParent() {
		reference(cmd.Parent())
	}
	return pages
}

// sourceDate is the day of the source that the program was built from, so that the
// same source gives the same pages; of https://reproducible-builds.org/specs/source-date-epoch/
// where the program does not know it, and empty where that is not set either.
func sourceDate(getenv func(string) string) (string, error) {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, setting := range info.Settings {
			if setting.Key != "vcs.time" {
				continue
			}
			if at, err := time.Parse(time.RFC3339, setting.Value); err == nil {
				return at.Format(time.DateOnly), nil
			}
		}
	}
	epoch := getenv("SOURCE_DATE_EPOCH")
	if epoch == "" {
		return "", nil
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return "", fmt.Errorf("SOURCE_DATE_EPOCH is %q, not a number of seconds", epoch)
	}
	return time.Unix(seconds, 0).UTC().Format(time.DateOnly), nil
}
