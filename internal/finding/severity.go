package finding

import "fmt"

// A Severity is how serious a finding is. The zero value is Off: the rule is disabled.
type Severity int

// The severities in ascending order, so that they can be compared.
const (
	Off Severity = iota
	Warning
	Error
)

var severityNames = [...]string{Off: "off", Warning: "warning", Error: "error"}

// String returns the name used in the configuration.
func (s Severity) String() string {
	if s < 0 || int(s) >= len(severityNames) {
		return fmt.Sprintf("Severity(%d)", int(s))
	}
	return severityNames[s]
}

// ParseSeverity parses a name returned by [Severity.String].
func ParseSeverity(name string) (Severity, error) {
	for s, n := range severityNames {
		if n == name {
			return Severity(s), nil
		}
	}
	return Off, fmt.Errorf("unknown severity %q; use off, warning or error", name)
}
