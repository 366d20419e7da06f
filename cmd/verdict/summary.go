package main

import (
	"strings"

	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/words"
)

// This file words the totals of a run.

// summaryLine returns the totals of a run in one line. failures is what [couldNot] returns: if
// nothing else has happened, the line is about that alone.
func summaryLine(sum finding.Summary, failures string) string {
	if failures != "" && sum.Files+sum.Errors+sum.Warnings == 0 {
		return strings.TrimPrefix(failures, "; ")
	}
	line := words.Count(sum.Files, "file")
	if sum.Payloads != sum.Files {
		line = words.Count(sum.Payloads, "payload") + " in " + line
	}
	if sum.Errors+sum.Warnings > 0 {
		line += ": " + words.Count(sum.Errors, "error") + ", " + words.Count(sum.Warnings, "warning")
	} else {
		line += ": no findings"
	}
	switch {
	case sum.NoSchema == 1:
		line += "; 1 file has no schema"
	case sum.NoSchema > 1:
		line += "; " + words.Count(sum.NoSchema, "file") + " have no schema"
	}
	if sum.Templates > 0 {
		line += "; " + words.Count(sum.Templates, "template") + " not linted"
	}
	if sum.Hidden > 0 {
		line += "; " + words.Count(sum.Hidden, "finding") + " not shown"
	}
	if sum.Truncated {
		line += "; a payload has more than " + words.Count(sum.Limit, "finding") + "; output is incomplete"
	}
	if sum.Unread {
		line += "; " + finding.TooBroken
	}
	return line + failures
}

// couldNot returns the part of a summary line about failures, such as
// "; 1 file could not be linted", or "" if there are none.
func couldNot(n int, noun, participle string) string {
	if n == 0 {
		return ""
	}
	return "; " + words.Count(n, noun) + " could not be " + participle
}
