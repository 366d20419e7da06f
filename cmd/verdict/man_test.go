package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
)

func TestAManualPageTellsAllThatHelpTells(t *testing.T) {
	root := &cobra.Command{Use: "tool", Short: "Do things"}
	root.PersistentFlags().Bool("quiet", false, "say nothing")
	sub := &cobra.Command{
		Use:   "sub-command [path...]",
		Short: `Do a "thing"`,
		Long:  ".dotted text, then a list:\n  - 'one'\n      two\\\n\nThe end.\n",
		Example: "  tool sub-command -n 2\n\nIn a file:\n" +
			"  .tool ~ `x`",
		Run: func(*cobra.Command, []string) {},
	}
	sub.Flags().IntP("number", "n", 3, "how many `things` to do")
	sub.Flags().String("name", "some-name", "what to call it")
	sub.Flags().Bool("secret", false, "not told of")
	if err := sub.Flags().MarkHidden("secret"); err != nil {
		t.Fatal(err)
	}
	root.AddCommand(sub)

	_, got, _ := strings.Cut(string(manPage(sub, "2026-01-31")), ".nh\n")
	want := `.SH "NAME"
tool\-sub\-command \- Do a "thing"
.SH "SYNOPSIS"
\fBtool sub\-command\fR [path...] [flags]
.SH "DESCRIPTION"
\&.dotted text, then a list:
.RS 4
.EX
\- \(aqone\(aq
    two\e
.EE
.RE
.PP
The end.
.SH "OPTIONS"
.TP
\fB\-h\fR, \fB\-\-help\fR
help for sub\-command
.TP
\fB\-\-name\fR \fIstring\fR
what to call it (default "some\-name")
.TP
\fB\-n\fR, \fB\-\-number\fR \fIthings\fR
how many things to do (default 3)
.SH "OPTIONS INHERITED FROM PARENT COMMANDS"
.TP
\fB\-\-quiet\fR
say nothing
.SH "EXAMPLES"
.RS 4
.EX
tool sub\-command \-n 2
.EE
.RE
.PP
In a file:
.RS 4
.EX
\&.tool \(ti \(gax\(ga
.EE
.RE
.SH "SEE ALSO"
\fBtool\fR(1)
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestATitleIsOneLineWhateverItIsOf(t *testing.T) {
	var page roffPage
	page.macro("TH", "A \"B\"\nC", `\d-`)
	if got, want := page.text.String(), `.TH "A \(dqB\(dq C" "\ed\-"`+"\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
