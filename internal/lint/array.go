package lint

import (
	"github.com/verdict-lint/verdict/internal/files"
)

// acceptsArray reports whether the file of a task is a large array without findings, and counts it if
// so. It reads the file piece by piece, which takes little memory, and less time than to read it whole.
// Anything else is left to be read whole: an invalid file, and one for which a rule or an observer
// needs the text. No program writes an array that Options.Skip recognizes.
func (l *Linter) acceptsArray(t *task) bool {
	s, path := t.schema, t.input.Path
	if l.options.Observer != nil || t.input.Syntax != files.JSON || s.IsNone() || s.IsMetaschema() || l.isSchema(path) || s.MayContain("deprecated") {
		return false
	}
	file, size, ok := t.input.OpenLarge(l.limits())
	if !ok {
		return false
	}
	defer file.Close()
	r := runs.Get().(*run)
	defer r.release()
	if !s.Engine.AcceptsArray(&r.Result, file, size) || r.Inexact {
		return false
	}
	t.payloads++
	t.bytes = size
	return true
}
