package verdict

// This file applies patches to Go values.

import (
	"encoding"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"

	"github.com/verdict-lint/verdict/internal/engine"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/message"
	"github.com/verdict-lint/verdict/internal/patch"
	"github.com/verdict-lint/verdict/internal/program"
)

// WithPatch makes [Reflect] and [For] provide the schema of JSON Merge Patches (RFC 7396) for
// T instead of that of T:
//
//   - nothing is required;
//   - null, which removes a property, is allowed if T allows null or absence, or, with
//     [WithDefaults], if the property has a default, which it gets again;
//   - the same applies to the objects in an object, and to maps, whose entries null removes;
//   - arrays are replaced as a whole, so below an array the rules are those of T; with [WithDefaults],
//     a property that has a default may be missing.
//
// Keywords that depend on the whole object, such as dependentRequired, are not part of that schema. A
// patch that satisfies it can still have an invalid result.
//
// [Typed.ApplyMergePatch] and [Typed.ApplyJSONPatch] apply patches, and validate the result
// against the schema of T.
func WithPatch() Option {
	return func(c *config) { c.patch = true }
}

// patching has the schemas for applying patches.
type patching struct {
	model      *Schema // for results
	operations *Schema // for JSON Patches
	limit      int     // Limits.PatchBytes
}

func (c *config) compilePatching(t reflect.Type, observed *observation) (*patching, error) {
	model := *c
	model.patch = false
	document, err := model.reflect(t)
	if err != nil {
		return nil, err
	}
	p := &patching{limit: c.limits.PatchBytes}
	if p.model, err = model.compile(document); err != nil {
		return nil, err
	}
	limitToDecode(p.model)
	p.model.observed = observed
	operations := *newConfig(nil)
	operations.limits, operations.maxViolations, operations.redact, operations.catalog = c.limits, c.maxViolations, c.redact, c.catalog
	p.operations, err = operations.compile([]byte(patch.Schema))
	return p, err
}

var errNoPatch = errors.New("verdict: patches require a Typed that For has returned with WithPatch")

// A PatchError describes the operation that made a JSON Patch fail.
type PatchError struct {
	Index   int    // of the operation, from 0
	Op      string // its name: "test", "replace", …
	Pointer string // its path, or its "from" if that is at fault (RFC 6901)
	Message string // why it cannot be applied, such as "there is no value at this pointer"

	// Limit is the option that the operation exceeds: "Limits.PatchBytes" or "Limits.Depth".
	// It is empty if the operation cannot be applied to the document.
	Limit string
}

// Error returns one line: `verdict: operation 2 of the patch (test "/version"): message`.
func (e *PatchError) Error() string {
	return fmt.Sprintf("verdict: operation %d of the patch (%s %q): %s", e.Index, e.Op, e.Pointer, e.Message)
}

// ApplyMergePatch applies a JSON Merge Patch (RFC 7396) to target. The patch must satisfy the
// schema of t, which is that of [WithPatch], and the result that of T; if not, the error is an
// [*Error]. The positions of violations are those in the patch, or in the JSON of the result.
//
// A property that null removes, but that must be present and may be null, becomes null. With
// [WithDefaults], the result gets the defaults of the schema of T for the properties that it lacks. A
// property that JSON omits from target, such as a zero with omitempty, remains omitted if the patch does not
// name it, unless the result is not valid without it.
//
// Fields that JSON does not have, such as those with the tag json:"-", keep their values in
// target and the structs that it contains; what pointers, slices and maps refer to is new. In
// case of an error, target is unchanged.
func (t *Typed[T]) ApplyMergePatch(target *T, text []byte) error {
	if t == nil || t.patching == nil {
		return errNoPatch
	}
	if err := t.Validate(text); err != nil {
		return err
	}
	return t.apply(target, func(document *patch.Document) ([]byte, []patch.Lack, error) {
		return t.patching.merge(document, text, t.engine.Limits)
	})
}

// ApplyJSONPatch applies a JSON Patch (RFC 6902) to target, as [Typed.ApplyMergePatch] applies a
// merge patch. The error is that of [Typed.ValidateJSONPatch], an [*Error] if the result does not
// satisfy the schema of T, and a [*PatchError] if an operation cannot be applied; then none is. Results
// of single operations may be invalid. [Limits.PatchBytes] bounds what operations copy.
func (t *Typed[T]) ApplyJSONPatch(target *T, text []byte) error {
	if err := t.ValidateJSONPatch(text); err != nil {
		return err
	}
	return t.apply(target, func(document *patch.Document) ([]byte, []patch.Lack, error) {
		return t.patching.operate(document, text, t.catalog)
	})
}

// ValidateJSONPatch validates a JSON Patch by itself: the form of its operations and pointers, as
// RFC 6902 specifies. The error is an [*Error].
func (t *Typed[T]) ValidateJSONPatch(text []byte) error {
	if t == nil || t.patching == nil {
		return errNoPatch
	}
	return t.patching.operations.Validate(text)
}

var errChanged = errors.New("verdict: the patch has changed during the call")

// exceeded are the limits that a problem exceeds.
var exceeded = [...]string{
	patch.TooDeep: "Limits.Depth", patch.CopiesTooMuch: "Limits.PatchBytes", patch.TooManySteps: "Limits.PatchBytes",
}

// merge applies a merge patch, and returns the result and what it lacks.
func (p *patching) merge(document *patch.Document, text []byte, limits jsontape.Limits) ([]byte, []patch.Lack, error) {
	merge := new(jsontape.Tape)
	if !merge.Parse(text, limits) {
		return nil, nil, errChanged
	}
	document.Merge(merge)
	result, lacks := restoredText(p.model, document)
	return result, lacks, nil
}

// operate applies a JSON Patch, and returns the result and what it lacks.
func (p *patching) operate(document *patch.Document, text []byte, catalog *message.Catalog) ([]byte, []patch.Lack, error) {
	operations, limits := new(jsontape.Tape), p.operations.engine.Limits
	if !operations.Parse(text, limits) {
		return nil, nil, errChanged
	}
	if e := document.Apply(operations, patch.Limits{Bytes: p.limit, Depth: limits.Depth}); e != nil {
		return nil, nil, &PatchError{
			Index: e.Index, Op: e.Op, Pointer: e.Pointer, Message: catalog.Patch(e.Problem), Limit: exceeded[e.Problem],
		}
	}
	result, lacks := document.Text()
	return result, lacks, nil
}

// apply changes the JSON of target, validates and decodes the result, and stores it in target.
func (t *Typed[T]) apply(target *T, change func(*patch.Document) ([]byte, []patch.Lack, error)) (err error) {
	if target == nil {
		return errors.New("verdict: the target of a patch is nil")
	}
	r := runs.Get().(*run)
	defer r.end(t.Schema, &err)
	text, err := r.patched(t.patching.model, target, change)
	if err != nil {
		return err
	}
	next := *target
	if !clearEncoded(reflect.ValueOf(&next).Elem()) {
		next = *new(T)
	}
	if err := t.decodeInto(r, text, &next); err != nil {
		return err
	}
	*target = next
	return nil
}

// patched returns the JSON of a Go value after a change that satisfies the model.
func (r *run) patched(model *Schema, v any, change func(*patch.Document) ([]byte, []patch.Lack, error)) ([]byte, error) {
	text, err := marshalValue(model, nil, v, model.encoders.Append)
	if err != nil {
		return nil, err
	}
	tape := new(jsontape.Tape)
	if !tape.Parse(text, jsontape.Limits{}) {
		return nil, model.Validate(text) // a method of the type has written it
	}
	document := patch.Open(tape)
	r.noteLacks(model, document, tape)
	text, lacks, err := change(document)
	if err != nil {
		return nil, err
	}
	return r.checkPatched(model, text, lacks)
}

// noteLacks notes the properties with a default that the value lacks, such as a zero with omitempty: a patch
// that does not name them must not change them.
func (r *run) noteLacks(s *Schema, document *patch.Document, tape *jsontape.Tape) {
	if !s.fills {
		return
	}
	defaults, err := s.defaults()
	if err != nil {
		return // checkPatched returns it
	}
	for _, m := range s.engine.Lacking(&r.Result, defaults, tape) {
		document.Lacks(m.Object, m.Name)
	}
}

// checkPatched validates the result of a patch with its defaults. Those of properties that the value lacked
// before the patch are left out, unless the result is not valid without them.
func (r *run) checkPatched(s *Schema, text []byte, lacks []patch.Lack) ([]byte, error) {
	if len(lacks) > 0 && !s.engine.Check(&r.Result, r.filled(s, text, lacks), 1, engine.StrictAsCompiled) {
		lacks = nil
	}
	if !s.fills {
		return text, r.check(s, text)
	}
	return r.checkFilled(s, text, lacks)
}

// restoredText returns the result of a merge patch and what it lacks. The required properties that it has
// removed are null if that makes the result more valid.
func restoredText(s *Schema, document *patch.Document) ([]byte, []patch.Lack) {
	r := runs.Get().(*run)
	result, lacks := document.Text()
	if !s.engine.Check(&r.Result, r.filled(s, result, lacks), math.MaxInt, engine.StrictAsCompiled) {
		failures := len(r.Failures)
		for i := range r.Failures {
			if f := &r.Failures[i]; f.Code == program.Missing {
				document.Restore(string(f.AppendPointer(nil, &r.Tape)), f.Name)
			}
		}
		restored, lacking := document.Text()
		s.engine.Check(&r.Result, r.filled(s, restored, lacking), failures, engine.StrictAsCompiled)
		if len(r.Failures) < failures {
			result, lacks = restored, lacking
		}
	}
	r.release() // not if a function of the caller has panicked
	return result, lacks
}

// clearEncoded sets the parts of a value that JSON represents to zero, so that it can be decoded as if it
// were new. It reports whether that is possible: not if a field cannot be set.
func clearEncoded(v reflect.Value) bool {
	t := v.Type()
	if t.Kind() != reflect.Struct || marshalsItself(t) {
		if v.CanSet() {
			v.SetZero()
		}
		return v.CanSet()
	}
	for i := range t.NumField() {
		field := t.Field(i)
		isHidden := !field.IsExported() && !field.Anonymous
		if isHidden || field.Tag.Get("json") == "-" {
			continue
		}
		if !clearEncoded(v.Field(i)) {
			return false
		}
	}
	return true
}

// marshalsItself reports whether a type has methods that decide how its values are written.
func marshalsItself(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(reflect.TypeFor[stdjson.Marshaler]()) || p.Implements(reflect.TypeFor[encoding.TextMarshaler]())
}
