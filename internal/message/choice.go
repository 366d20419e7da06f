package message

import (
	"slices"
	"strconv"
	"strings"

	"github.com/verdict-lint/verdict/internal/program"
)

// This file formats lists: of types, of the values of enum, and of the names of properties.

// listValues formats the values of enum.
func (w *Writer) listValues(values []string) string {
	isUnsightly := func(value string) bool { return len(value) > mostShown || strings.ContainsAny(value, "\n\r\t") }
	if most := min(len(values), mostListed); slices.ContainsFunc(values[:most], isUnsightly) {
		values = slices.Clone(values)
		for k := range most {
			values[k] = shown(values[k])
		}
	}
	return w.list(values)
}

// shown returns a value as shown in a message.
func shown(value string) string {
	var w Writer
	return string(w.textOf(w.show([]byte(value))))
}

// listTypes formats types: "string", "string or null", "string, number or null".
func (w *Writer) listTypes(types []string) string {
	from := len(w.text)
	for k, t := range types {
		switch {
		case k == 0:
		case k == len(types)-1:
			w.sayWord(formOr)
		default:
			w.sayWord(formComma)
		}
		w.sayWord(typeForm(t))
	}
	return w.takeBack(from)
}

// listNames formats names of properties.
func (w *Writer) listNames(names []string) string { return w.list(quoteNames(names)) }

// listNamesOr formats names of properties if one of them is required.
func (w *Writer) listNamesOr(names []string) string {
	quoted := quoteNames(names)
	if last := len(quoted) - 1; 0 < last && last < mostListed {
		quoted = append(quoted[:last-1], quoted[last-1]+w.words(formOr)+quoted[last])
	}
	return w.list(quoted)
}

// listTogether formats names of properties that must not occur together.
func (w *Writer) listTogether(names []string) string {
	from := len(w.text)
	for k := range names {
		if k > 0 {
			w.sayWord(formTogether)
		}
		w.quote(names[k])
	}
	return w.takeBack(from)
}

// quoteNames returns the names that are shown, in quotes.
func quoteNames(names []string) []string {
	quoted := slices.Clone(names)
	for k := range min(len(names), mostListed) {
		quoted[k] = strconv.Quote(names[k])
	}
	return quoted
}

// list joins allowed values, at most mostListed of them.
func (w *Writer) list(values []string) string {
	comma := w.words(formComma)
	if len(values) <= mostListed {
		return strings.Join(values, comma)
	}
	return strings.Join(values[:mostListed], comma) + w.words(formMore, number(inCount, len(values)-mostListed))
}

// mostListed is the maximum number of values in a message.
const mostListed = 20

// listed returns what write returns for a list, which caches it if it is English.
func (w *Writer) listed(l *program.List, write func([]string) string) string {
	if w.Catalog == nil {
		return l.Listed(write)
	}
	return write(l.Texts)
}

// words returns a form as a string.
func (w *Writer) words(f form, args ...arg) string {
	from := len(w.text)
	w.sayForm(f, args...)
	return w.takeBack(from)
}

// takeBack returns what was written from an offset on, instead of writing it.
func (w *Writer) takeBack(from int) string {
	words := string(w.text[from:])
	w.text = w.text[:from]
	return words
}
