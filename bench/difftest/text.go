package difftest

// This file writes values as JSON text, plainly or in one of the many ways the
// grammar of RFC 8259 leaves open.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Text returns the canonical JSON of v: names sorted, no space.
func Text(v any) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		panic(fmt.Sprintf("difftest: %v cannot be written: %v", v, err)) // all values were made or parsed here
	}
	return bytes.TrimSpace(b.Bytes())
}

// variedText returns JSON of v with space here and there, names in any order and some
// letters as escapes.
func variedText(d dice, v any) []byte {
	w := writer{dice: d, spaced: d.oneIn(4), escaped: d.oneIn(4)}
	w.value(v)
	return w.out
}

type writer struct {
	dice
	out             []byte
	spaced, escaped bool
	duplicate       int // the object that gets a duplicate name, counted from 1
}

// withDuplicate returns JSON of v in which an object has a name twice. It returns false if v has no objects with
// names.
func withDuplicate(d dice, v any) (text []byte, ok bool) {
	objects := 0
	visit(v, func(object map[string]any) {
		if len(object) > 0 {
			objects++
		}
	})
	if objects == 0 {
		return nil, false
	}
	w := writer{dice: d, escaped: d.oneIn(2), duplicate: 1 + d.IntN(objects)}
	w.value(v)
	return w.out, true
}

// damagedText returns the text with one byte inserted, removed or replaced.
func damagedText(d dice, text []byte) []byte {
	at := d.IntN(len(text))
	other := pick(d, "{", "}", "[", "]", ",", ":", `"`, `\\`, "0", "-", ".", "e", "1", "n", " ", "\x00", "\n", "\x80", "\xff", "\ufeff", "é")
	switch d.IntN(3) {
	case 0:
		return slices.Concat(text[:at], []byte(other), text[at:])
	case 1:
		return slices.Concat(text[:at], text[at+1:])
	}
	return slices.Concat(text[:at], []byte(other), text[at+1:])
}

func (w *writer) space() {
	if w.spaced {
		w.out = append(w.out, pick(w.dice, "", " ", "\n", "\r\n", "\t ")...)
	}
}

func (w *writer) value(v any) {
	w.space()
	defer w.space()
	switch v := v.(type) {
	case map[string]any:
		w.object(v)
	case []any:
		w.out = append(w.out, '[')
		for i, item := range v {
			if i > 0 {
				w.out = append(w.out, ',')
			}
			w.value(item)
		}
		w.space()
		w.out = append(w.out, ']')
	case string:
		w.string(v)
	default:
		w.out = append(w.out, Text(v)...)
	}
}

func (w *writer) object(v map[string]any) {
	names := sortedNames(v)
	if len(names) > 1 {
		turn := w.IntN(len(names))
		names = append(names[turn:], names[:turn]...)
		if w.oneIn(2) {
			slices.Reverse(names)
		}
	}
	w.out = append(w.out, '{')
	for i, name := range names {
		if i > 0 {
			w.out = append(w.out, ',')
		}
		w.space()
		w.member(name, v[name])
	}
	if len(names) > 0 {
		if w.duplicate--; w.duplicate == 0 {
			name := pick(w.dice, names...)
			w.out = append(w.out, ',')
			w.member(name, v[name])
		}
	}
	w.space()
	w.out = append(w.out, '}')
}

func (w *writer) member(name string, v any) {
	w.string(name)
	w.space()
	w.out = append(w.out, ':')
	w.value(v)
}

func (w *writer) string(s string) {
	if !w.escaped {
		w.out = append(w.out, Text(s)...)
		return
	}
	w.out = append(w.out, '"')
	for _, r := range s {
		switch {
		case r > 0xffff:
			r -= 0x10000
			w.out = fmt.Appendf(w.out, `\u%04X\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		case r < ' ' || r == '"' || r == '\\' || w.oneIn(3):
			w.out = fmt.Appendf(w.out, `\u%04x`, r)
		case r == '/' && w.oneIn(2):
			w.out = append(w.out, `\/`...)
		default:
			w.out = append(w.out, string(r)...)
		}
	}
	w.out = append(w.out, '"')
}

// parse reads JSON text, numbers as they are written.
func parse(text []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var v any
	err := decoder.Decode(&v)
	return v, err
}

// sortedNames returns the names of the object in order.
func sortedNames(object map[string]any) []string {
	return slices.Sorted(maps.Keys(object))
}
