package format

import "strings"

// The format duration: RFC 3339, appendix A, "duration".
//
// Units are ordered from large to small, and none between the first and the last may be
// omitted: P1Y2M and PT1H0M5S are durations, P1Y2D and PT1H5S are not. Weeks cannot be
// combined with other units. There are no fractions and no signs. The designators are upper
// case: the appendix is informative and defers to ISO 8601, which requires that.
//
// https://www.rfc-editor.org/rfc/rfc3339#appendix-A
func duration(text []byte) bool { return explainDuration(nil, text) == "" }

// explainDuration returns why a text is not a duration, or "" if it is one.
func explainDuration(x *Explainer, text []byte) string {
	if len(text) == 0 {
		return "empty"
	}
	if text[0] != 'P' {
		return "a duration begins with P"
	}
	rest, found, fault := durationUnits(x, text[1:], "YMD")
	switch {
	case fault != "":
		return fault
	case len(rest) == 0 && !found:
		return "no number and unit after P"
	case len(rest) == 0:
		return ""
	case rest[0] != 'T':
		return "text that is not a number with a unit"
	}
	rest, found, fault = durationUnits(x, rest[1:], "HMS")
	switch {
	case fault != "":
		return fault
	case len(rest) > 0:
		return "text that is not a number with a unit"
	case !found:
		return "no number and unit after T"
	}
	return ""
}

// durationUnits reads numbers with the given units, in order and without a gap, or a single
// number of weeks. It returns the text after the last of them.
func durationUnits(x *Explainer, text []byte, units string) (rest []byte, found bool, fault string) {
	next := 0
	for {
		digits := 0
		for digits < len(text) && isDigit(text[digits]) {
			digits++
		}
		if digits == 0 {
			return text, found, ""
		}
		if digits == len(text) || text[digits] == 'T' {
			return nil, false, "a number without unit"
		}
		unit := strings.IndexByte(units, text[digits])
		switch {
		case unit >= 0 && (!found || unit == next):
			next = unit + 1
		case unit >= next:
			return nil, false, x.because("no {0} between {1} and {2}", []byte(units[next:next+1]), []byte(units[next-1:next]), []byte(units[unit:unit+1]))
		case unit >= 0:
			return nil, false, x.because("units are not in the order {0}", []byte(units))
		case text[digits] == 'W' && units[0] == 'Y':
			if found || digits+1 < len(text) {
				return nil, false, "weeks cannot be combined with other units"
			}
		case text[digits] == '.' || text[digits] == ',':
			return nil, false, "fractions are not allowed"
		case strings.IndexByte("HS", text[digits]) >= 0:
			return nil, false, "hours, minutes and seconds come after a T"
		default:
			return nil, false, "an unknown unit"
		}
		found = true
		text = text[digits+1:]
	}
}
