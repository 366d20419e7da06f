package syntax

import (
	"bytes"
	"slices"
	"sort"

	"github.com/verdict-lint/verdict/internal/document"
)

// A text with a fault of syntax has more to be said of it than that: Repair
// makes of it what was probably meant, fault by fault, so that the rest can be
// looked at.

// A Fault is a place where a text is not JSON, with the edits that would mend
// it. Offsets are those of the source.
type Fault struct {
	Start, End int
	Message    string

	// Other is the offset of another place that the message names by line and column,
	// where Named says that it does.
	Other int
	Named bool

	// Title says what the edits do; Safe, that nothing else can have been
	// meant. Without edits the fault could not be repaired, and is the last.
	Title string
	Safe  bool
	Edits []Edit
}

// An Edit replaces the bytes [Start, End) by Text.
type Edit struct {
	Start, End int
	Text       string
}

const (
	// maxRepairs bounds the faults of one text.
	maxRepairs = 50

	// repairBudget bounds the bytes that are read again for all its repairs.
	repairBudget = 256 << 20
)

// Repair lists the syntax faults of a text, and gives the text as it would be
// without them. whole says that it is JSON then.
func Repair(source []byte, limits document.Limits) (text Text, faults []Fault, whole bool) {
	r := repairer{json: bytes.Clone(source)}
	budget := min(maxRepairs, 1+repairBudget/(len(source)+1))
	var doc document.Document
	here, first := -1, 0 // the offset that is being mended, and its first fault
	for {
		doc.Parse(r.json, limits)
		at, found := syntaxFault(&doc)
		if !found {
			return r.text(), faults, !slices.ContainsFunc(doc.Faults, isLimit)
		}
		if start := int(at.Start); start > here {
			here, first = start, len(faults)
		} else if len(faults)-first >= maxHere || start < here {
			faults[first].Edits = nil // they were no help
			return r.text(), faults[:first+1], false
		}
		fault := Fault{Start: r.source(int(at.Start)), End: r.source(int(at.End)), Message: doc.Message(&at)}
		if other, ok := doc.Other(&at); ok {
			fault.Other, fault.Named = r.source(other), true
		}
		mend, ok := r.mend(here)
		if !ok || len(faults) >= budget {
			if len(faults) > first { // the first repair of this place was no help
				fault = faults[first]
				fault.Edits = nil
			}
			return r.text(), append(faults[:first], fault), false
		}
		fault.Title, fault.Safe = mend.title, mend.safe
		for _, e := range mend.edits {
			fault.Edits = append(fault.Edits, Edit{r.source(e.Start), r.source(e.End), e.Text})
		}
		r.apply(mend.edits)
		faults = append(faults, fault)
	}
}

// maxHere is how many repairs one place is worth: a trailing comma can stand
// before the wrong bracket.
const maxHere = 2

func syntaxFault(doc *document.Document) (document.Fault, bool) {
	for _, f := range doc.Faults {
		if f.Kind == document.Syntax {
			return f, true
		}
	}
	return document.Fault{}, false
}

func isLimit(f document.Fault) bool { return f.Kind == document.Limit }

// A mend is a repair of one fault, in offsets of the text as repaired so far.
type mend struct {
	title string
	safe  bool
	edits []Edit
}

func change(title string, safe bool, edits ...Edit) (mend, bool) {
	return mend{title, safe, edits}, true
}

// A repairer holds the text as repaired so far, and where it differs in length
// from the source.
type repairer struct {
	json   []byte
	shifts []shift
}

// A shift says that from offset json on, the source is behind by what was put in
// before.
type shift struct {
	json, source int
}

// source turns an offset of the repaired text into one of the source.
func (r *repairer) source(offset int) int {
	i := sort.Search(len(r.shifts), func(i int) bool { return r.shifts[i].json > offset })
	if i == 0 {
		return offset
	}
	s := r.shifts[i-1]
	at := s.source + offset - s.json
	if i < len(r.shifts) {
		at = min(at, r.shifts[i].source) // within what was put in
	}
	return at
}

// apply makes the edits, which are in order and do not overlap. What is taken
// out is blanked, so that as little as possible moves.
func (r *repairer) apply(edits []Edit) {
	for _, e := range slices.Backward(edits) {
		grown := len(e.Text) - (e.End - e.Start)
		if grown < 0 {
			blank(r.json[e.Start+len(e.Text) : e.End])
			copy(r.json[e.Start:], e.Text)
			continue
		}
		if grown > 0 {
			end := r.source(e.End)
			for i := range r.shifts {
				if r.shifts[i].json >= e.End {
					r.shifts[i].json += grown
				}
			}
			r.shifts = append(r.shifts, shift{json: e.End + grown, source: end})
			slices.SortStableFunc(r.shifts, func(a, b shift) int { return a.json - b.json })
		}
		r.json = slices.Replace(r.json, e.Start, e.End, []byte(e.Text)...)
	}
}

// text is the repaired text with its way back.
func (r *repairer) text() Text {
	t := Text{JSON: r.json}
	if len(r.shifts) == 0 {
		return t
	}
	// A stretch that was put in stands for the place it was put at.
	at := segment{}
	for _, s := range r.shifts {
		verbatim := at.json + s.source - at.start
		t.segments = append(t.segments, segment{at.json, at.start, s.source})
		if verbatim < s.json {
			t.segments = append(t.segments, segment{verbatim, s.source, s.source})
		}
		at = segment{json: s.json, start: s.source}
	}
	t.segments = append(t.segments, segment{at.json, at.start, at.start + len(r.json) - at.json})
	return t
}

// mend finds what to do about the fault at offset p.
func (r *repairer) mend(p int) (mend, bool) {
	json := r.json
	before := r.significantBefore(p)
	if p >= len(json) {
		return r.close(before)
	}
	last := byte(0)
	if before >= 0 {
		last = json[before]
	}
	switch c := json[p]; {
	case c == '/':
		end := CommentEnd(json, p)
		if end == p {
			return mend{}, false
		}
		if end == len(json) || isSpace(json[end]) && json[end] != ' ' && json[end] != '\t' {
			for p > 0 && (json[p-1] == ' ' || json[p-1] == '\t') {
				p-- // no blanks are left at the end of the line
			}
		}
		return change("remove the comment", true, Edit{p, end, ""})
	case (c == '}' || c == ']') && last == ',':
		return change("remove the trailing comma", true, Edit{before, before + 1, ""})
	case c == ',' && (last == ',' || last == '[' || last == '{'):
		return change("remove the comma", false, Edit{p, p + 1, ""})
	case c == '}' || c == ']':
		return r.mismatch(p, c, last)
	case c == '\'':
		return r.singleQuotes(p)
	case c == '\\':
		return change("double the backslash", false, Edit{p, p, `\`})
	case c == '\t':
		return change(`write the tab as \t`, true, Edit{p, p + 1, `\t`})
	case isWordByte(c):
		return r.word(p, last)
	case (c == '+' || c == '.') && endsValue(last):
		return r.betweenValues(p, before)
	case c == '+':
		return change("remove the plus sign", true, Edit{p, p + 1, ""})
	case c == '.':
		return change("put a 0 before the point", true, Edit{p, p, "0"})
	}
	return r.betweenValues(p, before)
}

// betweenValues is for what stands where a comma had to come. At the top there
// is nothing to separate: what follows the payload is left out.
func (r *repairer) betweenValues(p, before int) (mend, bool) {
	switch {
	case before < 0 || !endsValue(r.json[before]):
		return mend{}, false
	case len(r.open(p)) == 0:
		return change("remove what follows the payload", false, Edit{p, len(r.json), ""})
	case !beginsValue(r.json[p]):
		return mend{}, false
	}
	return change("put a comma between them", false, Edit{before + 1, before + 1, ","})
}

// close is for a text that ends too early.
func (r *repairer) close(before int) (mend, bool) {
	open := r.open(len(r.json))
	if len(open) == 0 || before < 0 {
		return mend{}, false
	}
	var edits []Edit
	switch r.json[before] {
	case ',':
		edits = append(edits, Edit{before, before + 1, ""})
	case ':':
		return mend{}, false
	}
	var closing []byte
	for _, c := range slices.Backward(open) {
		closing = append(closing, c+2) // ']' is '['+2, '}' is '{'+2
	}
	// The brackets go behind the last value, before blanks at the end.
	return change("close what is open", false, append(edits, Edit{before + 1, before + 1, string(closing)})...)
}

// mismatch is for a closing bracket of the wrong kind, or one too many.
func (r *repairer) mismatch(p int, c, last byte) (mend, bool) {
	open := r.open(p)
	if len(open) == 0 && endsValue(last) {
		return change("remove the bracket", false, Edit{p, p + 1, ""})
	}
	if len(open) == 0 || !endsValue(last) && last != '[' && last != '{' {
		return mend{}, false
	}
	inner := open[len(open)-1]
	if slices.Contains(open[:len(open)-1], c-2) {
		return change("close what is open", false, Edit{p, p, string(inner + 2)})
	}
	return change("put the other bracket", false, Edit{p, p + 1, string(inner + 2)})
}

// singleQuotes is for a string in the wrong quotes.
func (r *repairer) singleQuotes(p int) (mend, bool) {
	length := bytes.IndexAny(r.json[p+1:], "'\"\\\r\n")
	if length < 0 || r.json[p+1+length] != '\'' {
		return mend{}, false
	}
	end := p + 1 + length
	return change("put it in double quotes", true, Edit{p, p + 1, `"`}, Edit{end, end + 1, `"`})
}

// foreignWords are what other languages write for values of JSON.
var foreignWords = map[string]string{
	"True": "true", "TRUE": "true",
	"False": "false", "FALSE": "false",
	"None": "null", "NULL": "null", "Null": "null", "nil": "null", "undefined": "null",
}

// word is for letters and digits outside of strings.
func (r *repairer) word(p int, last byte) (mend, bool) {
	end := p
	for end < len(r.json) && isWordByte(r.json[end]) {
		end++
	}
	word := string(r.json[p:end])
	open := r.open(p)
	after := end
	for after < len(r.json) && isSpace(r.json[after]) {
		after++
	}
	inObject := len(open) > 0 && open[len(open)-1] == '{'
	isKey := inObject && (last == '{' || last == ',') && after < len(r.json) && r.json[after] == ':'
	value, foreign := foreignWords[word]
	switch {
	case isKey:
		return change("put the name in double quotes", true, Edit{p, p, `"`}, Edit{end, end, `"`})
	case foreign && (last == ':' || last == '[' || last == ','):
		return change("write "+value, word != "undefined", Edit{p, end, value})
	case isDigits(word) && word[0] == '0' && (last == ':' || last == '[' || last == ',' || last == 0):
		digits := len(word) - len(bytes.TrimLeft([]byte(word[:len(word)-1]), "0")) - 1
		return change("remove the leading zeros", false, Edit{p, p + digits, ""})
	}
	return r.betweenValues(p, r.significantBefore(p))
}

// significantBefore is the offset of the last byte before p that is not blank;
// -1 where there is none. Comments have been blanked by then.
func (r *repairer) significantBefore(p int) int {
	for p--; p >= 0 && isSpace(r.json[p]); p-- {
	}
	return p
}

// open lists the brackets that are open at offset p, the outermost first.
func (r *repairer) open(p int) []byte {
	var stack []byte
	for i := 0; i < p; {
		switch c := r.json[i]; c {
		case '"':
			i = skipString(r.json, i)
			continue
		case '{', '[':
			stack = append(stack, c)
		case '}', ']':
			if len(stack) > 0 {
				stack = stack[:len(stack)-1]
			}
		}
		i++
	}
	return stack
}

func isWordByte(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '_' || c == '$'
}

func isDigits(word string) bool {
	for i := range len(word) {
		if word[i] < '0' || word[i] > '9' {
			return false
		}
	}
	return true
}

// beginsValue reports whether a value, or a number as other languages write it,
// can begin with c.
func beginsValue(c byte) bool {
	switch c {
	case '"', '{', '[', '-', '+', '.', 't', 'f', 'n':
		return true
	}
	return '0' <= c && c <= '9'
}

// endsValue reports whether c can be the last byte of a value. A letter can: all
// three words end in one.
func endsValue(c byte) bool {
	return c == '"' || c == '}' || c == ']' || c == 'e' || c == 'l' || '0' <= c && c <= '9'
}
