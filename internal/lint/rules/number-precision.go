package rules

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/number"
	"github.com/verdict-lint/verdict/internal/words"
)

// numberPrecision reports a number that changes if a program reads it as a float64, as most
// programs do.
var numberPrecision = Rule{
	Name:     "number-precision",
	Severity: finding.Warning,
	Check:    checkPrecision,
}

// checkPrecision reports the numbers that no other rule has reported.
func checkPrecision(p *Payload) {
	if !p.Result.Inexact {
		return
	}
	doc := p.Tape()
	if doc == nil {
		return
	}
	reported := p.offsets()
	trail := doc.Trail()
	var lines jsontape.LineIndex
	for value := range uint32(len(doc.Nodes)) {
		node := &doc.Nodes[value]
		if !node.Inexact() || reported[int(node.Start)] || p.Schema.IsMetaschema() && isIntegerBound(doc, value) {
			continue
		}
		written := doc.Raw(value)
		read, same := throughFloat64(written)
		if same {
			continue
		}
		if p.Redact {
			read = "another"
		}
		line, column := lines.At(p.JSON, int(node.Start))
		p.Report(Diagnostic{Violation: verdict.Violation{
			Message: fmt.Sprintf("%s becomes %s in a program that reads numbers as float64; a string would keep it", p.shown(written, "a number"), read),
			Pointer: trail.Seek(value),
			Got:     p.shown(written, "a number"),
			Offset:  int(node.Start),
			End:     int(node.End),
			Line:    line,
			Column:  column,
		}})
	}
}

// isIntegerBound reports whether a value of a schema is the bound of an integer type of 64 bits, such as
// "maximum": 9223372036854775807. It cannot be a string, and a program that rounds it rounds such
// integers, too.
func isIntegerBound(doc *jsontape.Tape, value uint32) bool {
	if value == 0 || doc.Nodes[value-1].Kind() != jsontape.Key {
		return false
	}
	switch string(doc.Raw(value - 1)) {
	case `"minimum"`, `"maximum"`, `"exclusiveMinimum"`, `"exclusiveMaximum"`:
	default:
		return false
	}
	switch string(doc.Raw(value)) {
	case "-9223372036854775808", "9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616":
		return true
	}
	return false
}

// throughFloat64 reads a number as float64 and reports whether it is still the same: whether the
// shortest decimal for the float64 has the value that was written, or the one with 17 digits, or with
// as many as were written after a point: many programs write these.
func throughFloat64(written []byte) (read string, same bool) {
	f, err := strconv.ParseFloat(string(written), 64)
	if err != nil && math.IsInf(f, 0) {
		return "infinity", false
	}
	read = strconv.FormatFloat(f, 'g', -1, 64)
	value := number.Parse(written)
	for _, digits := range []int{-1, max(17, significant(written)) - 1} { // after the first
		if value.Compare(number.Parse(strconv.AppendFloat(nil, f, 'e', digits, 64))) == 0 {
			return read, true
		}
	}
	return read, false
}

// significant returns how many digits a number with a point has from the first that is not 0 on, at
// most as many as the exact decimal of a float64 can have. It returns 0 for an integer, which may be an
// ID that a program has not written for a float64.
func significant(written []byte) (digits int) {
	if bytes.IndexByte(written, '.') < 0 {
		return 0
	}
	for _, c := range written {
		switch {
		case c == 'e' || c == 'E':
			return min(digits, maxDigits)
		case c >= '1' && c <= '9' || c == '0' && digits > 0:
			digits++
		}
	}
	return min(digits, maxDigits)
}

// maxDigits is how many digits the exact decimal of a float64 can have.
const maxDigits = 767

// clip shows the text of a value in a message, in one line and not too long.
func clip(written []byte) string {
	text := string(written)
	if strings.Contains(text, "\n") {
		text = strings.Join(strings.Fields(text), " ")
	}
	return words.Clip(text, 40)
}
