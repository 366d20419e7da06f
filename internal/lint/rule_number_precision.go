package lint

import (
	"fmt"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
)

// RuleNumberPrecision is broken by a number that is another one when a program
// reads it as a float64, as most do.
const RuleNumberPrecision verdict.Rule = "number-precision"

// largePayload is from how many bytes on a payload is worth a goroutine for the quick look.
const largePayload = 1 << 20

// lookBeside begins the quick look at the numbers of a large payload, while its schema is
// at work on it. It is nil for a payload that is not worth a goroutine.
func (l *Linter) lookBeside(json []byte) <-chan bool {
	if len(json) < largePayload || l.options.Jobs < 2 {
		return nil
	}
	look := make(chan bool, 1)
	go func() { look <- mayBeImprecise(json) }()
	return look
}

// suspicious is the outcome of the quick look, whether it was begun before or not. Most
// payloads have no number that would be worth a closer one.
func suspicious(json []byte, look <-chan bool) bool {
	if look != nil {
		return <-look
	}
	return mayBeImprecise(json)
}

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
		if kind := node.Kind(); kind != jsontape.Integer && kind != jsontape.Number || len(faults) >= maxPerPayload {
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

// clip shortens a number that is shown in a message.
func clip(written []byte) string {
	const most = 40
	if len(written) <= most {
		return string(written)
	}
	return string(written[:most]) + "…"
}
