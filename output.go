package verdict

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"time"

	"github.com/verdict-lint/verdict/internal/evaluate"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/message"
)

// An OutputFormat is one of the output formats of the specification
// (JSON Schema Core 2019-09, section 10.4; 2020-12, section 12.4).
type OutputFormat int

// The output formats.
const (
	// OutputFlag is only whether the payload is valid. It costs what [Schema.Valid] costs.
	OutputFlag OutputFormat = iota

	// OutputBasic is a flat list of errors or annotations: the units of [OutputDetailed], in
	// Errors or Annotations of the root unit.
	OutputBasic

	// OutputDetailed is a tree of errors or annotations that follows the schema. Units
	// without any are left out, and units with only one are replaced by it.
	OutputDetailed

	// OutputVerbose is the tree with every keyword that was evaluated, even if it did not
	// affect the result: alternatives of anyOf that failed although another one matched, and
	// the units inside a not. It is meant for debugging schemas.
	OutputVerbose
)

// An Output is the result of validating a payload, in the terms of the specification.
// Marshalled, it is the JSON document that the specification describes.
//
// The unit that it embeds is that of the root schema, except that [OutputDetailed]
// puts a single error or annotation in its place. For [OutputFlag], only Valid is set.
type Output struct {
	OutputUnit

	// Truncated reports that units were left out: errors beyond the limit of
	// [WithMaxViolations], or units that would have made the output too large. Valid is
	// correct nevertheless.
	Truncated bool

	format OutputFormat
}

// An OutputUnit is the result of one schema or keyword for one instance (Core 2019-09,
// section 10.3; 2020-12, section 12.3).
type OutputUnit struct {
	Valid bool `json:"valid"`

	// KeywordLocation is a JSON Pointer from the root schema to the keyword or
	// subschema, along the path of evaluation: it goes through references.
	KeywordLocation string `json:"keywordLocation"`

	// AbsoluteKeywordLocation is its URI, without references. It is empty for syntax
	// errors.
	AbsoluteKeywordLocation string `json:"absoluteKeywordLocation,omitempty"`

	// InstanceLocation is a JSON Pointer to the instance. The name of a property has the
	// location of the property.
	InstanceLocation string `json:"instanceLocation"`

	// Error describes why Valid is false.
	Error string `json:"error,omitempty"`

	// Annotation is the annotation that the keyword produces.
	Annotation json.RawMessage `json:"annotation,omitempty"`

	// Errors are the units inside an invalid one, Annotations those inside a valid one.
	Errors      []OutputUnit `json:"errors,omitempty"`
	Annotations []OutputUnit `json:"annotations,omitempty"`
}

// MarshalJSON writes the output in the format of the specification.
func (o Output) MarshalJSON() ([]byte, error) {
	if o.format == OutputFlag {
		return json.Marshal(struct {
			Valid bool `json:"valid"`
		}{o.Valid})
	}
	return json.Marshal(o.OutputUnit)
}

// Output validates the payload and returns the result in one of the formats of the
// specification. A format that is not defined counts as [OutputFlag].
//
// For a valid payload, the units are annotations: titles, defaults and other descriptive
// keywords, the properties and items to which keywords applied, and, since 2019-09, the
// values of unknown keywords. Names that begin with $ are reserved by the specification and
// produce no annotations, nor does definitions. Schemas for names produce none either,
// because a name has no location of its own.
//
// For an invalid payload, the units are errors; as the specification requires, there are no
// annotations then. Each keyword that fails has its error, even if [Schema.Validate]
// summarizes several. Properties and items that a failed subschema evaluated are not reported as
// unevaluated, too, and if more than one schema of oneOf matches, those that do not match are
// reported only in [OutputVerbose].
//
// A payload that is not JSON is invalid, and the errors are its syntax errors, which have no
// keyword.
//
// There are at most as many errors as [WithMaxViolations] allows, and units are left out if
// all of them would take too much memory; see Truncated in [Output].
func (s *Schema) Output(payload []byte, format OutputFormat) *Output {
	if format < OutputBasic || format > OutputVerbose {
		return &Output{OutputUnit: OutputUnit{Valid: s.Valid(payload)}}
	}
	if !isCompiled(s) {
		return failedOutput(errNotCompiled, format)
	}
	start := time.Now()
	o, err := outputOf(s, payload, format)
	if err != nil {
		return failedOutput(err, format)
	}
	if s.observed != nil {
		s.observed.validated(start, len(payload), o.Valid, nil)
	}
	return o
}

// failedOutput returns the output for a payload that could not be validated.
func failedOutput(err error, format OutputFormat) *Output {
	return &Output{OutputUnit: OutputUnit{Error: err.Error()}, format: format}
}

func outputOf(s *Schema, payload []byte, format OutputFormat) (result *Output, err error) {
	r := runs.Get().(*run)
	defer r.end(s, &err)
	defer r.writer.Release()
	r.writer.Redact, r.writer.Catalog = s.redact, s.catalog
	o := &outputter{doc: &r.Tape, words: &r.writer, left: s.maxViolations}
	if o.left <= 0 {
		o.left = math.MaxInt
	}
	var unit OutputUnit
	if root, truncated := s.engine.Trace(&r.Result, payload, format == OutputVerbose); root != nil {
		o.truncated = truncated
		unit = o.build(root, format)
	} else {
		unit = textErrors(s, o)
	}
	if format == OutputBasic {
		unit = flatten(unit, s.catalog)
	}
	return &Output{OutputUnit: unit, Truncated: o.truncated, format: format}, nil
}

// textErrors returns the unit for the syntax errors of the payload.
func textErrors(s *Schema, o *outputter) OutputUnit {
	_, o.truncated = o.words.Write(o.doc, nil, s.engine.Limits, o.left)
	var units []OutputUnit
	messages := o.words.Read()
	for m := (message.Message{}); messages.Next(&m); {
		var v Violation
		v.set(&m, o.words.Redact)
		units = append(units, OutputUnit{InstanceLocation: m.Pointer, Error: v.Error()})
	}
	if len(units) == 1 {
		return units[0]
	}
	return OutputUnit{Errors: units}
}

// An outputter converts the units of a trace to output units.
type outputter struct {
	doc       *jsontape.Tape
	left      int // errors that may still be reported
	truncated bool
	words     *message.Writer

	keyword, instance []byte // the locations of the unit at hand
}

// take reports whether another error may be reported.
func (o *outputter) take() bool {
	if o.left == 0 {
		o.truncated = true
		return false
	}
	o.left--
	return true
}

func (o *outputter) build(root *evaluate.Unit, format OutputFormat) OutputUnit {
	switch {
	case format == OutputVerbose:
		return o.everything(root, root.Valid)
	case !root.Valid:
		unit, _ := o.errors(root)
		return unit
	}
	if unit, ok := o.annotations(root); ok {
		return unit
	}
	return o.unit(root)
}

// enter appends the locations of a unit to the current ones. It returns their previous
// lengths, for leave.
func (o *outputter) enter(u *evaluate.Unit) (keyword, instance int) {
	keyword, instance = len(o.keyword), len(o.instance)
	o.keyword = append(o.keyword, u.Keyword...)
	o.instance = append(o.instance, u.Instance...)
	return keyword, instance
}

func (o *outputter) leave(keyword, instance int) {
	o.keyword, o.instance = o.keyword[:keyword], o.instance[:instance]
}

// unit returns the current unit, without those inside it.
func (o *outputter) unit(u *evaluate.Unit) OutputUnit {
	return OutputUnit{
		Valid:                   u.Valid,
		KeywordLocation:         string(o.keyword),
		AbsoluteKeywordLocation: u.SchemaLocation(),
		InstanceLocation:        string(o.instance),
	}
}

// errors returns an invalid unit, condensed (Core 2020-12, section 12.4.3): without units
// that have no errors, and replaced by the unit inside it if there is only one. ok is false
// if no more errors may be reported.
func (o *outputter) errors(u *evaluate.Unit) (unit OutputUnit, ok bool) {
	defer o.leave(o.enter(u))
	reason := o.reason(u)
	if reason != "" && !o.take() {
		return unit, false
	}
	var inside []OutputUnit
	for _, child := range u.Units {
		if child.Valid {
			continue
		}
		if unit, ok := o.errors(child); ok {
			inside = append(inside, unit)
		}
	}
	switch {
	case reason != "":
	case len(inside) == 0:
		return unit, false
	case len(inside) == 1:
		return inside[0], true
	}
	unit = o.unit(u)
	unit.Error, unit.Errors = reason, inside
	return unit, true
}

// annotations returns a valid unit, condensed likewise. ok is false if there are no
// annotations.
func (o *outputter) annotations(u *evaluate.Unit) (unit OutputUnit, ok bool) {
	defer o.leave(o.enter(u))
	var inside []OutputUnit
	for _, child := range u.Units {
		if !child.Valid {
			continue
		}
		if unit, ok := o.annotations(child); ok {
			inside = append(inside, unit)
		}
	}
	if u.Annotation == nil {
		switch len(inside) {
		case 0:
			return unit, false
		case 1:
			return inside[0], true
		}
	}
	unit = o.unit(u)
	unit.Annotation, unit.Annotations = bytes.Clone(u.Annotation), inside
	return unit, true
}

// everything returns the unit with all units inside it (Core 2020-12, section 12.4.4). alive
// reports that nothing around it has failed, so that its annotations count.
func (o *outputter) everything(u *evaluate.Unit, alive bool) OutputUnit {
	defer o.leave(o.enter(u))
	alive = alive && u.Valid
	unit := o.unit(u)
	if alive {
		unit.Annotation = bytes.Clone(u.Annotation)
	}
	var inside []OutputUnit
	for _, child := range u.Units {
		inside = append(inside, o.everything(child, alive))
	}
	if u.Valid {
		unit.Annotations = inside
		return unit
	}
	unit.Error, unit.Errors = o.reason(u), inside
	return unit
}

// reason returns why a unit is invalid. It is empty if the units inside it have the reason.
func (o *outputter) reason(u *evaluate.Unit) string {
	if len(u.Failures) == 0 {
		if slices.ContainsFunc(u.Units, func(inside *evaluate.Unit) bool { return !inside.Valid }) {
			return ""
		}
		return o.words.Catalog.Word(message.Unsaid)
	}
	return o.words.Reasons(o.doc, u.Failures)
}

// flatten converts a tree to the list of its errors or annotations (Core 2020-12, section
// 12.4.2).
func flatten(tree OutputUnit, catalog *message.Catalog) OutputUnit {
	var list []OutputUnit
	var visit func(u OutputUnit)
	visit = func(u OutputUnit) {
		within := append(u.Errors, u.Annotations...)
		u.Errors, u.Annotations = nil, nil
		if !u.Valid && u.Error == "" && u.AbsoluteKeywordLocation != "" {
			u.Error = catalog.Word(message.Elsewhere) // unlike syntax errors, which do not belong to a subschema
		}
		if u.Error != "" || u.Annotation != nil {
			list = append(list, u)
		}
		for k := range within {
			visit(within[k])
		}
	}
	visit(tree)
	root := OutputUnit{Valid: tree.Valid}
	if tree.Valid {
		root.Annotations = list
	} else {
		root.Errors = list
	}
	return root
}
