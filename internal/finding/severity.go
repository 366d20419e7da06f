package finding

import "fmt"

// A Severity says how much a finding matters. The zero value is Off: a rule
// that is switched off.
type Severity int

// The severities, least first, so that they can be compared.
const (
	Off Severity = iota
	Warning
	Error
)

var severityNames = [...]string{Off: "off", Warning: "warning", Error: "error"}

// String is the name that people write in a configuration.
func (s Severity) String() string {
	if s < 0 || int(s) >= len(severityNames) {
		return fmt.Sprintf("Severity(%d)", int(s))
	}
	return severityNames[s]
}

// ParseSeverity reads a name as [Severity.String] writes it.
func ParseSeverity(name string) (Severity, error) {
	for s, n := range severityNames {
		if n == name {
			return Severity(s), nil
		}
	}
	return Off, fmt.Errorf("unknown severity %q; it is off, warning or error", name)
}
