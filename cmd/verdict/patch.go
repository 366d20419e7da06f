package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// This file writes patches, as --diff prints them, for git apply and patch.

// patch returns the unified diff of a file; "" if there is no difference.
func patch(path string, before, after []byte) string {
	text := diff.Diff("a", before, "b", after)
	for range 3 { // the lines of the header
		_, text, _ = bytes.Cut(text, []byte("\n"))
	}
	if len(text) == 0 {
		return ""
	}
	from, to := quoteName("a/"+path), quoteName("b/"+path)
	end := "\n"
	if strings.Contains(path, " ") {
		end = "\t\n" // marks the end of a name with spaces
	}
	return fmt.Sprintf("diff %s %s\n--- %s%s+++ %s%s%s", from, to, from, end, to, end, text)
}

// patchName returns the name of a file in a patch: its path relative to the current
// directory, if it is below. Symbolic links are resolved, because git does not patch them.
func patchName(path string) string {
	path = filepath.FromSlash(path)
	if resolved, err := filepath.EvalSymlinks(path); err == nil {
		path = resolved
	}
	return filepath.ToSlash(shortest(path))
}

// quoteName quotes a name as git does (https://git-scm.com/docs/git-config#core.quotePath):
// only if it has control characters, quotes, backslashes or bytes that are not ASCII.
func quoteName(name string) string {
	escapes := map[byte]byte{'\a': 'a', '\b': 'b', '\t': 't', '\n': 'n', '\v': 'v', '\f': 'f', '\r': 'r', '"': '"', '\\': '\\'}
	var b strings.Builder
	for i := range len(name) {
		c := name[i]
		escape, ok := escapes[c]
		switch {
		case ok:
			b.WriteByte('\\')
			b.WriteByte(escape)
		case c < ' ' || c >= 0x7f:
			fmt.Fprintf(&b, `\%03o`, c)
		default:
			b.WriteByte(c)
		}
	}
	if b.Len() == len(name) {
		return name
	}
	return `"` + b.String() + `"`
}
