package verdict

import (
	"fmt"
	"log/slog"
)

// This file writes violations to structured logs, which never have values of a payload.

// LogValue returns the attributes of the violation for a log: rule, position, property, and what the
// schema expects, but no value of the payload, and so neither Message nor Got, whether or not
// there is [WithRedaction].
func (v Violation) LogValue() slog.Value {
	attrs := []slog.Attr{
		slog.String("rule", string(v.Rule)),
		slog.String("pointer", v.Pointer),
		slog.Int("line", v.Line),
		slog.Int("column", v.Column),
	}
	if v.Property != "" {
		attrs = append(attrs, slog.String("property", v.Property))
	}
	if v.Expected != "" {
		attrs = append(attrs, slog.String("expected", v.Expected))
	}
	return slog.GroupValue(attrs...)
}

// LogValue returns the number of violations and the attributes of each; see
// [Violation.LogValue]. A log that is given another error that wraps this one calls Error
// instead, the messages of which have values unless there is [WithRedaction].
func (e *Error) LogValue() slog.Value {
	logged := make([]loggedViolation, len(e.Violations))
	for i := range e.Violations {
		v := &e.Violations[i]
		logged[i] = loggedViolation{v.Rule, v.Pointer, v.Line, v.Column, v.Property, v.Expected}
	}
	return slog.GroupValue(
		slog.Int("count", len(logged)),
		slog.Bool("truncated", e.Truncated),
		slog.Any("violations", logged),
	)
}

// A loggedViolation is a violation in a list. A log does not call LogValue of the items of a list.
type loggedViolation struct {
	Rule     Rule   `json:"rule"`
	Pointer  string `json:"pointer"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Property string `json:"property,omitempty"`
	Expected string `json:"expected,omitempty"`
}

// String returns the violation for logs in plain text.
func (v loggedViolation) String() string {
	text := fmt.Sprintf("%d:%d [%s] %q", v.Line, v.Column, v.Rule, v.Pointer)
	if v.Property != "" {
		text += fmt.Sprintf(" %q", v.Property)
	}
	return text
}
