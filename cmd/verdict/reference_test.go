package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// TestTheReferenceIsCurrent compares docs/cli.md with the help texts; -update writes it.
func TestTheReferenceIsCurrent(t *testing.T) {
	root := newRootCommand(process{getenv: func(string) string { return "" }, stdout: new(bytes.Buffer), stderr: new(bytes.Buffer)})
	var page strings.Builder
	page.WriteString("# Commands\n\nThis page has the help texts of all commands, as `verdict <command> --help` prints them.\n")
	writeReference(&page, root)

	file := filepath.Join("..", "..", "docs", "cli.md")
	if *update {
		if err := os.WriteFile(file, []byte(page.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != page.String() {
		t.Errorf("docs/cli.md is out of date; run go test ./cmd/verdict -run Reference -update")
	}
}

func writeReference(page *strings.Builder, cmd *cobra.Command) {
	cmd.InitDefaultHelpFlag()
	help := new(bytes.Buffer)
	cmd.SetOut(help)
	_ = cmd.Help()
	page.WriteString("\n## " + cmd.CommandPath() + "\n\n```text\n" + strings.TrimSpace(help.String()) + "\n```\n")
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() && sub.Name() != "completion" {
			writeReference(page, sub)
		}
	}
}
