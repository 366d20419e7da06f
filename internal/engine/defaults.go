package engine

import (
	"bytes"
	"cmp"
	"errors"
	"slices"

	"github.com/verdict-lint/verdict/internal/evaluate"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/patch"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file inserts defaults into payloads.

// Defaults finds the defaults of a schema. The error is a [*resource.Error] if one does not satisfy
// its own schema.
func (s *Schema) Defaults() (*evaluate.Defaults, error) {
	all := evaluate.NewDefaults(s.program)
	var r Result
	for i := range all.All {
		d := &all.All[i]
		p := *s.program
		p.Root = *d.Edge
		filled, err := s.fill(&r, &p, all, d.Text, nil)
		if err != nil {
			return nil, d.Place.Errorf("the default of %q cannot be applied: %v", d.Name, err)
		}
		if !r.Tape.Parse(filled.Text, jsontape.Limits{Depth: s.Limits.Depth}) || !r.evaluator.Valid(&p, &r.Tape) {
			return nil, invalidDefault(d)
		}
	}
	return all, nil
}

func invalidDefault(d *evaluate.Default) error {
	const most = 64
	text := d.Text
	if len(text) > most {
		text = append(bytes.Clone(text[:most]), "…"...)
	}
	return d.Place.Errorf("the default %s of %q does not satisfy its schema; correct it, or remove it", text, d.Name)
}

var (
	errEndless = errors.New("defaults that contain properties with further defaults do not end")
	errTooLong = errors.New("the defaults would be too long for the payload; set Limits.Bytes to allow more")
	errSteps   = errors.New("the schema takes too many steps for this payload")
)

const (
	// maxFillRounds is how deep defaults can be nested that are inserted into defaults.
	maxFillRounds = 100

	// What is inserted is bounded if the size of payloads is not.
	maxFilled        = 1 << 20
	maxFilledPerByte = 64 // of the payload
)

// Lacking returns the properties that the objects of a tape lack and that have a default.
func (s *Schema) Lacking(r *Result, d *evaluate.Defaults, tape *jsontape.Tape) []evaluate.Missing {
	if len(d.All) == 0 {
		return nil
	}
	missing, _ := r.evaluator.Missing(s.program, d, tape)
	return missing
}

// Fill inserts the defaults that a payload lacks, except those of without, which is in the order of the
// objects. A payload that cannot be read is left as it is.
func (s *Schema) Fill(r *Result, d *evaluate.Defaults, payload []byte, without []patch.Lack) (Filled, error) {
	if len(d.All) == 0 {
		return Filled{Text: payload}, nil
	}
	return s.fill(r, s.program, d, payload, slices.Clone(without))
}

// fill works in rounds, because a default can have properties with defaults, and can change which
// schemas apply.
func (s *Schema) fill(r *Result, p *program.Program, d *evaluate.Defaults, payload []byte, without []patch.Lack) (Filled, error) {
	f := Filled{Text: payload, left: cmp.Or(s.Limits.Bytes, maxFilled+maxFilledPerByte*len(payload))}
	for range maxFillRounds {
		if !r.Tape.Parse(f.Text, s.Limits) {
			return f, nil
		}
		missing, ok := r.evaluator.Missing(p, d, &r.Tape)
		missing = except(missing, &r.Tape, without)
		switch {
		case !ok:
			return Filled{}, errSteps
		case len(missing) == 0:
			return f, nil
		}
		if err := f.insert(&r.Tape, missing, without); err != nil {
			return Filled{}, err
		}
	}
	return Filled{}, errEndless
}

// except drops the missing properties of without.
func except(missing []evaluate.Missing, tape *jsontape.Tape, without []patch.Lack) []evaluate.Missing {
	if len(without) == 0 {
		return missing
	}
	all := make(map[patch.Lack]bool, len(without))
	for _, lack := range without {
		all[lack] = true
	}
	return slices.DeleteFunc(missing, func(m evaluate.Missing) bool {
		return all[patch.Lack{Object: int(tape.Nodes[m.Object].Start), Name: m.Name}]
	})
}

// A Filled is a payload with defaults.
type Filled struct {
	Text []byte

	inserted []insertion // in order
	left     int         // bytes that may still be inserted
}

// An insertion is the position and number of inserted bytes.
type insertion struct{ at, size int }

// A piece is a text to be inserted.
type piece struct {
	at   int
	text []byte
}

// insert inserts defaults into the text of the tape, after the last property of their object.
// Those of one object follow each other. The objects of without get the offsets that they then have.
func (f *Filled) insert(tape *jsontape.Tape, missing []evaluate.Missing, without []patch.Lack) error {
	var pieces []piece
	for len(missing) > 0 {
		object := missing[0].Object
		of := piece{at: lastEnd(tape, object)}
		empty := tape.Count(object) == 0
		for ; len(missing) > 0 && missing[0].Object == object; missing = missing[1:] {
			if !empty {
				of.text = append(of.text, ',')
			}
			empty = false
			of.text = append(jsontape.AppendQuoted(of.text, missing[0].Name), ':')
			of.text = append(of.text, missing[0].Text...)
		}
		pieces = append(pieces, of)
		if f.left -= len(of.text); f.left < 0 {
			return errTooLong
		}
	}
	slices.SortFunc(pieces, func(a, b piece) int { return cmp.Compare(a.at, b.at) })
	f.record(pieces)
	shift, next := 0, 0
	for k := range without {
		for ; next < len(pieces) && pieces[next].at <= without[k].Object; next++ {
			shift += len(pieces[next].text)
		}
		without[k].Object += shift
	}
	f.Text = splice(f.Text, pieces)
	return nil
}

// lastEnd returns the offset after the last value of an object, or after its brace if it is empty.
func lastEnd(tape *jsontape.Tape, object uint32) int {
	end := tape.Nodes[object].Start + 1
	for key := object + 1; key < tape.Nodes[object].Next; key = tape.Nodes[key+1].Next {
		end = tape.Nodes[key+1].End
	}
	return int(end)
}

// splice inserts pieces, which are in order, into a text.
func splice(text []byte, pieces []piece) []byte {
	size := len(text)
	for _, p := range pieces {
		size += len(p.text)
	}
	result, from := make([]byte, 0, size), 0
	for _, p := range pieces {
		result = append(append(result, text[from:p.at]...), p.text...)
		from = p.at
	}
	return append(result, text[from:]...)
}

// record adds pieces at offsets of the text so far to what was inserted before.
func (f *Filled) record(pieces []piece) {
	var all []insertion
	shift := 0
	for _, old := range f.inserted {
		start := old.at + shift
		shift += old.size
		for ; len(pieces) > 0 && pieces[0].at < start; pieces = pieces[1:] {
			all = append(all, insertion{pieces[0].at - shift + old.size, len(pieces[0].text)})
		}
		for ; len(pieces) > 0 && pieces[0].at <= old.at+shift; pieces = pieces[1:] {
			old.size += len(pieces[0].text)
		}
		all = append(all, old)
	}
	for _, p := range pieces {
		all = append(all, insertion{p.at - shift, len(p.text)})
	}
	f.inserted = all
}

// Offset returns the offset in the payload of an offset in the text: for what was inserted, where
// that is.
func (f *Filled) Offset(offset int) int {
	at, _ := f.source(offset)
	return at
}

// Insertions returns a function that reports whether an offset in the text is within what was inserted, nil if nothing
// was.
func (f *Filled) Insertions() func(offset int) bool {
	if len(f.inserted) == 0 {
		return nil
	}
	filled := *f
	return func(offset int) bool {
		_, inserted := filled.source(offset)
		return inserted
	}
}

func (f *Filled) source(offset int) (at int, inserted bool) {
	shift := 0
	for _, i := range f.inserted {
		switch start := i.at + shift; {
		case offset < start:
			return offset - shift, false
		case offset < start+i.size:
			return i.at, true
		}
		shift += i.size
	}
	return offset - shift, false
}
