package message

import (
	"slices"
	"strconv"
	"strings"

	"github.com/verdict-lint/verdict/internal/nearest"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file makes ready what a schema gives to choose from, the values of enum and the
// names of properties: to be listed, and to suggest one of them.

// A choice is a list that a schema gives to choose from, made ready for being shown.
type choice struct {
	values []string
	list   string         // as many of them as one can read
	near   *nearest.Names // nil where there are too many to look through
}

// chooseFrom is the choice that a list gives. It is made once for a list.
func chooseFrom(l *program.List, prepare func(texts []string) choice) *choice {
	if known, ok := l.Shown.Load().(*choice); ok {
		return known
	}
	c := prepare(l.Texts)
	l.Shown.Store(&c)
	return &c
}

// among is a choice of values, each of which may look differently in the list of them all.
func among(values, listed []string) choice {
	const most = 1000 // bounds what a payload full of unknown names costs
	c := choice{values: values, list: list(listed)}
	if len(values) <= most {
		c.near = nearest.Prepare(values)
	}
	return c
}

// suggestion is what was meant in place of what was written.
func (c *choice) suggestion(written string) (near string, ok bool) {
	const longest = 256
	if c.near == nil || len(written) > longest {
		return "", false
	}
	return c.near.Nearest(written)
}

// amongValues is for those of enum.
func amongValues(values []string) choice {
	isUnsightly := func(value string) bool { return len(value) > mostShown || strings.ContainsAny(value, "\n\r\t") }
	if slices.ContainsFunc(values, isUnsightly) {
		var w Writer
		values = slices.Clone(values)
		for k := range values {
			values[k] = string(w.said(w.show([]byte(values[k]))))
		}
	}
	return among(values, values)
}

// amongNames is for those of properties.
func amongNames(names []string) choice {
	quoted := slices.Clone(names)
	for k := range min(len(names), mostListed) { // no more of them are shown
		quoted[k] = strconv.Quote(names[k])
	}
	return among(names, quoted)
}
