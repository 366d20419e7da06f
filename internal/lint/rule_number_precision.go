package lint

import (
	"fmt"
	"math"
	"strconv"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/number"
)

// RuleNumberPrecision is broken by a number that is another one when a program
// reads it as a float64, as most do.
const RuleNumberPrecision verdict.Rule = "number-precision"

// imprecise finds the numbers of a payload that a float64 does not hold, and of
// which nothing else is said.
func imprecise(r *run, json []byte, known []fault) []fault {
	doc := r.tape(json)
	if !doc.Readable() {
		return nil
	}
	taken := make(map[int]bool, len(known))
	for i := range known {
		taken[known[i].Offset] = true
	}
	var faults []fault
	var places jsontape.LineIndex
	walk(doc, func(w *walker, value uint32) {
		node := &doc.Nodes[value]
		if !node.Inexact() || len(faults) >= maxPerPayload {
			return
		}
		written := doc.Raw(value)
		read, same := throughFloat64(written)
		if same || taken[int(node.Start)] {
			return
		}
		line, column := places.At(json, int(node.Start))
		faults = append(faults, fault{
			Violation: verdict.Violation{
				Rule:    RuleNumberPrecision,
				Message: fmt.Sprintf("%s becomes %s in a program that reads numbers as float64; a string would keep it", clip(written), read),
				Pointer: w.pointer(),
				Got:     clip(written),
				Offset:  int(node.Start),
				End:     int(node.End),
				Line:    line,
				Column:  column,
			},
			severity: finding.Warning,
		})
	})
	return faults
}

// throughFloat64 reads a number as float64 and reports whether it is still the same: whether
// the shortest decimal that stands for the float64 has the value that was written.
func throughFloat64(written []byte) (read string, same bool) {
	f, err := strconv.ParseFloat(string(written), 64)
	if err != nil && math.IsInf(f, 0) {
		return "infinity", false
	}
	read = strconv.FormatFloat(f, 'g', -1, 64)
	return read, number.Parse(written).Compare(number.Parse([]byte(read))) == 0
}

// clip shortens a number that is shown in a message.
func clip(written []byte) string {
	const most = 40
	if len(written) <= most {
		return string(written)
	}
	return string(written[:most]) + "…"
}
