package syntax

import (
	"bytes"
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// This file continues after a syntax error in YAML: the entry that has the error is cut out, so that
// the rest of the document can be parsed and validated. The lines of the entry are cut, which are
// found by their indentation. In a document that is one flow collection, the text between two commas
// is cut (yaml_cut_flow.go).

const (
	// maxCuts bounds how often a document with errors is parsed again.
	maxCuts = 40

	// cutBudget bounds the bytes that are parsed again.
	cutBudget = 64 << 20

	// maxMisread bounds how often a document is parsed again for names of anchors.
	maxMisread = 10
)

// A cut is an entry that was left out of a text.
type cut struct {
	Range
	written []byte // the text that was cut out

	line   int  // offset of its first line
	indent int  // of that line
	dashes bool // the dashes before it are kept, so that the items after it keep their index

	flow        bool // it is an entry of a flow collection:
	at, outward int  // the one that contains at, or the one that is outward levels further out
}

// isCut reports whether something was cut out between two offsets.
func (t *yamlText) isCut(start, end int) bool {
	return slices.ContainsFunc(t.cuts, func(c cut) bool { return c.Start <= end && start < c.End })
}

// A yamlTree is a document that was parsed. root is nil if nothing of it can be.
type yamlTree struct {
	root     *yamlNode
	comments []Range
	indents  []Indent
	aliases  []*yamlNode
}

// parse parses a document. It cuts out what cannot be parsed until the rest can be.
func (t *yamlText) parse() (tree yamlTree, faults []Error) {
	flow := t.isFlow()
	misread := 0
	for tries := min(maxCuts, 1+cutBudget/(len(t.bytes)+1)); tries > 0; {
		read, located, fault := parseYAML(t)
		if fault == nil && located.misread != nil {
			if misread++; misread > maxMisread {
				return tree, append(faults, located.misread.Error)
			}
			continue
		}
		if fault == nil {
			tree.comments, tree.indents, tree.aliases = located.comments, located.indents, located.aliases
			if !read.madeUp {
				tree.root = read
			}
			return tree, append(faults, located.errors...)
		}
		if t.renameAnchors() {
			continue
		}
		if fault.Message == noCharacter && t.surrogates == 0 && t.standForSurrogates() {
			continue
		}
		tries--
		for last := len(t.cuts) - 1; last >= 0 && fault.Offset < faults[last].Offset; last-- {
			// The first error is probably the cause; text after it that was cut may be valid.
			t.restore()
			faults = faults[:last]
		}
		if flow {
			fault.entry = fault.Offset
		}
		if last := len(t.cuts) - 1; last >= 0 && fault.entry < t.cuts[last].End {
			if !t.widen() { // the last cut was too small
				return tree, faults
			}
			continue
		}
		faults = append(faults, fault.Error)
		if flow && !t.cutFlow(fault.entry, 0) || !flow && !t.cut(fault.entry) {
			return tree, faults
		}
	}
	t.capped = true
	return tree, faults
}

// cut cuts out the entry that contains an offset.
func (t *yamlText) cut(at int) bool {
	if !t.tabIndents(at) {
		at = len(bytes.TrimRight(t.bytes[:min(at+1, len(t.bytes))], " \t\r\n")) - 1
	}
	if at < t.start {
		return false
	}
	line := bytes.LastIndexByte(t.bytes[:at], '\n') + 1
	c := cut{line: line, indent: blanks(t.bytes[line:])}
	c.Start = line + c.indent
	for c.Start+1 < len(t.bytes) && t.bytes[c.Start] == '-' && jsontape.IsSpace(t.bytes[c.Start+1]) {
		c.dashes = true
		c.Start++
		c.Start += blanks(t.bytes[c.Start:])
	}
	if c.Start > at { // there is nothing after the dashes
		c.Start, c.dashes = line+c.indent, false
	}
	return t.remove(c)
}

// widen cuts out more than the last cut did: the whole item, or the entry that contains it.
func (t *yamlText) widen() bool {
	c := t.restore()
	if c.flow {
		return t.cutFlow(c.at, c.outward+1)
	}
	if c.dashes {
		c.dashes, c.Start = false, c.line+c.indent
		return t.remove(c)
	}
	isItem := bytes.HasPrefix(t.bytes[c.line+c.indent:], []byte("-"))
	for line := c.line; line > t.body; {
		line = bytes.LastIndexByte(t.bytes[:line-1], '\n') + 1
		text := t.bytes[line:c.line]
		indent := blanks(text)
		if isBlankYAML(text) || indent > c.indent || indent == c.indent && !(isItem && text[indent] != '-') {
			continue
		}
		return t.remove(cut{line: line, indent: indent, Range: Range{Start: line + indent}})
	}
	return false
}

// tabIndents reports whether there is a tab at an offset, in the indentation of a line.
func (t *yamlText) tabIndents(at int) bool {
	if at >= len(t.bytes) || t.bytes[at] != '\t' {
		return false
	}
	line := t.bytes[bytes.LastIndexByte(t.bytes[:at], '\n')+1:]
	return !isBlankYAML(line) && bytes.IndexByte(line[blanks(line):], '\t') == 0
}

// remove makes a cut, up to the next line that does not belong to the entry. A line indented with a
// tab belongs to the entry before it; if the first line is, only such lines are cut.
func (t *yamlText) remove(c cut) bool {
	c.Start = max(c.Start, t.start)
	first := t.bytes[c.line+c.indent]
	c.End = nextLine(t.bytes, max(c.line, t.start))
	for at := c.End; at < len(t.bytes); {
		next := nextLine(t.bytes, at)
		line := t.bytes[at:next]
		if !isBlankYAML(line) {
			indent := blanks(line)
			closes := bytes.IndexByte([]byte("]}"), line[indent]) >= 0 || first != '-' && isMark(line[indent:], "-")
			ends := first == '\t' || indent < c.indent || indent == c.indent && !closes
			if ends && line[indent] != '\t' {
				break
			}
			c.End = next
		}
		at = next
	}
	if c.Start >= c.End {
		return false
	}
	c.written = bytes.Clone(t.bytes[c.Start:c.End])
	if !hasContent(c.written) {
		return false // cut out before, or a comment: the error would occur again
	}
	for i := c.Start; i < c.End; i++ {
		switch {
		case jsontape.IsSpace(t.bytes[i]) && t.bytes[i] != '\t':
		case i == c.line:
			t.bytes[i] = '#'
		default:
			t.bytes[i] = ' '
		}
	}
	// A comment without indentation ends what precedes it, such as the text of a block scalar.
	for at := nextLine(t.bytes, c.Start); at < c.End; at = nextLine(t.bytes, at) {
		if t.bytes[at] == ' ' {
			t.bytes[at] = '#'
		}
	}
	if c.Start > c.line && t.bytes[c.line] == ' ' && !c.dashes && c.line >= t.start {
		c.written = append(bytes.Clone(t.bytes[c.line:c.Start]), c.written...)
		c.Start = c.line
		t.bytes[c.line] = '#'
	}
	t.cuts = append(t.cuts, c)
	return true
}

// hasContent reports whether a text has a line that is more than blanks and a comment.
func hasContent(text []byte) bool {
	for at := 0; at < len(text); at = nextLine(text, at) {
		if !isBlankYAML(text[at:]) {
			return true
		}
	}
	return false
}

// restore undoes the last cut.
func (t *yamlText) restore() cut {
	c := t.cuts[len(t.cuts)-1]
	t.cuts = t.cuts[:len(t.cuts)-1]
	copy(t.bytes[c.Start:], c.written)
	return c
}
