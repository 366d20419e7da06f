package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/verdict-lint/verdict/internal/atomicfile"
	"github.com/verdict-lint/verdict/internal/command"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/filter"
	"github.com/verdict-lint/verdict/internal/lint/rules"
	"github.com/verdict-lint/verdict/internal/report"
	"github.com/verdict-lint/verdict/internal/words"
	"github.com/verdict-lint/verdict/summary"
)

const mergeHelp = `Merge summaries, which verdict filter and verdict lint write with --summary, into one for
all records. The order of the summaries does not matter, nor whether some were merged
before: a thousand shards give the same bytes as one run over everything. Counts add up,
so a summary that is given twice counts twice.

The summaries must have the same --seed and --samples. Records of different schemas have
a section each; the SHA-256 of its documents identifies a schema.

The default format, json, can be merged again. html is one self-contained page with a bar
for each property and the violations with samples. text is a short table.

--output FILE replaces the file when the result is complete; it may be one of the
summaries. - is standard input.

With --tolerance, the exit code is 1 if more of all records are invalid. The merged
summary is also written then.`

func newMergeCommand(p process) *cobra.Command {
	var output, format, tolerated string
	cmd := &cobra.Command{
		Use:   "merge summary...",
		Short: "Merge summaries of validated records",
		Long:  mergeHelp,
		Example: `  verdict merge shards/*.json -o all.json
  verdict merge shards/*.json -o all.json --tolerance 0.5%
  verdict merge all.json --format html -o report.html
  verdict merge monday.json tuesday.json --format text`,
		RunE: func(_ *cobra.Command, paths []string) error {
			switch {
			case !slices.Contains(report.SummaryFormats, format):
				return usagef("--format %s: must be one of %s", format, strings.Join(report.SummaryFormats, ", "))
			case len(paths) == 0:
				return usagef("name the summaries to merge, or - for standard input")
			}
			tolerance, err := filter.ParseTolerance(tolerated)
			if err != nil {
				return usagef("--tolerance %w", err)
			}
			merged, err := p.merge(paths)
			if err != nil {
				return failure{Err: err}
			}
			var out bytes.Buffer
			if err := report.WriteSummary(&out, format, merged, report.Options{Version: version(), Page: rules.Page}); err != nil {
				return failure{Err: err}
			}
			if output != "" {
				err = atomicfile.Write(output, out.Bytes())
			} else {
				_, err = p.stdout.Write(out.Bytes())
			}
			if err != nil {
				return failure{Err: err}
			}
			return p.tolerate(merged, tolerance)
		},
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().StringVarP(&output, "output", "o", "", "write to a `file` instead of standard output")
	cmd.Flags().StringVarP(&format, "format", "f", report.SummaryFormats[0], "`format`: "+strings.Join(report.SummaryFormats, ", "))
	cmd.Flags().StringVar(&tolerated, "tolerance", "100%", "how many records may be invalid: a `number`, or a share such as 0.5%")
	complete(cmd, "format", report.SummaryFormats)
	return cmd
}

// tolerate returns an error if more records are invalid than the tolerance allows.
func (p process) tolerate(merged summary.Summary, tolerance filter.Tolerance) error {
	var records, invalid int64
	for i := range merged.Sections {
		records, invalid = records+merged.Sections[i].Records, invalid+merged.Sections[i].Invalid
	}
	if tolerance.Allows(invalid, records) {
		return nil
	}
	fmt.Fprintf(p.stderr, "%s: %s invalid; --tolerance allows %s\n", words.Count(records, "record"), words.Thousands(invalid), tolerance)
	return command.ErrFindings
}

// merge reads summaries one after the other and merges them.
func (p process) merge(paths []string) (summary.Summary, error) {
	var merged summary.Summary
	for _, path := range paths {
		text, err := p.readSummary(path)
		if err != nil {
			return summary.Summary{}, err
		}
		next, err := summary.Parse(text)
		if err == nil {
			merged, err = summary.Merge(merged, next)
		}
		if err != nil {
			return summary.Summary{}, fmt.Errorf("%s: %s", filepath.ToSlash(path), strings.TrimPrefix(err.Error(), "summary: "))
		}
	}
	return merged, nil
}

func (p process) readSummary(path string) ([]byte, error) {
	if path == "-" {
		return files.ReadAll("standard input", p.stdin, files.MaxSupport)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return files.ReadAll(path, file, files.MaxSupport)
}
