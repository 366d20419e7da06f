package bench

// This file checks the results of every peer before anything is timed: they are compared with what the
// generator knows about its payloads.

import (
	"bytes"
	"fmt"
	"slices"
)

// A Disagreement counts the wrong results of a peer for payloads of one kind.
type Disagreement struct {
	Peer     string
	Mode     string // "verdict", "explaining" or both
	Kind     Kind
	Rejected bool   // whether it rejects valid payloads, or accepts invalid ones
	Wrong    int    // number of wrong results
	Of       int    // number of payloads of the kind
	Example  []byte // the first such payload
}

func (d Disagreement) String() string {
	did, what := "accepts", "payloads with the fault "+string(d.Kind)
	if d.Rejected {
		did = "rejects"
	}
	if d.Kind == KindValid {
		what = "valid payloads"
	}
	return fmt.Sprintf("%s (%s) %s %d of %d %s", d.Peer, d.Mode, did, d.Wrong, d.Of, what)
}

// Guard checks the results of both modes of a peer for every payload.
func Guard(peer Peer, v Validation, payloads []Payload) []Disagreement {
	verdicts := tally(peer, v.Valid, payloads)
	explanations := verdicts
	if v.Explain != nil {
		explanations = tally(peer, v.Explain, payloads)
	}
	var all []Disagreement
	for i, d := range verdicts {
		e := explanations[i]
		switch {
		case d.Wrong == e.Wrong && d.Wrong > 0:
			d.Mode = "both modes"
			if v.Explain == nil {
				d.Mode = "verdict"
			}
			all = append(all, d)
		case d.Wrong != e.Wrong:
			d.Mode, e.Mode = "verdict", "explaining"
			all = append(all, d, e)
		}
	}
	return slices.DeleteFunc(all, func(d Disagreement) bool { return d.Wrong == 0 })
}

// tally counts the wrong results of one mode for each kind.
func tally(peer Peer, check Check, payloads []Payload) []Disagreement {
	kinds := append([]Kind{KindValid}, invalidKinds...)
	counts := make([]Disagreement, len(kinds))
	for i, k := range kinds {
		counts[i] = Disagreement{Peer: peer.Name, Kind: k}
	}
	for _, p := range payloads {
		want := p.Valid()
		if peer.Role == Syntax {
			want = p.JSON()
		}
		d := &counts[slices.Index(kinds, p.Kind)]
		d.Of++
		if check(p.Bytes) != want {
			if d.Wrong == 0 {
				d.Example, d.Rejected = bytes.Clone(p.Bytes), want // a clone, or it would keep all payloads alive
			}
			d.Wrong++
		}
	}
	return counts
}

// Accepted returns how many of the instances the check accepts.
func Accepted(check Check, instances [][]byte) int {
	n := 0
	for _, p := range instances {
		if check(p) {
			n++
		}
	}
	return n
}
