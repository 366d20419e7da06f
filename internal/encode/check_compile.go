package encode

// This file compiles checks from the encoder of a type and the schema of its values.

import (
	"encoding/json"
	"math"
	"reflect"
	"strconv"
	"strings"

	"github.com/verdict-lint/verdict/internal/program"
)

// A checker has the check of what a pointer of a type points to.
type checker struct {
	of    reflect.Type
	whole bool // values have to be written as a whole
	check check
}

// compile returns the checker of a type.
func (c *Checkers) compile(t reflect.Type) *checker {
	none := &checker{of: t, whole: true}
	if t == nil || t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct {
		return none
	}
	pointer, ok := c.Encoders.of(t, false).(*pointerEncoder)
	if !ok {
		return none
	}
	compiling := checkCompiler{most: c.Depth}
	check := compiling.check(pointer.value, t.Elem(), c.Root, 0)
	if _, whole := check.(*wholeCheck); whole || compiling.deep {
		return none
	}
	return &checker{of: t, check: check}
}

// A checkCompiler makes the checks of a type and of those it consists of.
type checkCompiler struct {
	most  int // depth, 0 for any
	types compiler
	deep  bool // values may be nested too deep
}

// check returns the check of values of a type that satisfy the schema n at a depth, and that e encodes.
func (c *checkCompiler) check(e encoder, t reflect.Type, n *program.Node, depth int) check {
	whole := &wholeCheck{copiedIfNamed(e, t), n, depth}
	if c.most > 0 && depth+1 >= c.most {
		c.deep = true
		return whole
	}
	var found check = whole
	switch e := e.(type) {
	case boolEncoder:
		return ifSettled(n, program.BoolKind, nil, whole)
	case stringEncoder:
		return ifSettled(n, program.StringKind, nil, whole)
	case intEncoder, uintEncoder:
		if n.AcceptsIntegers(integers(t)) {
			return nil
		}
		return whole
	case floatEncoder:
		return ifSettled(n, program.NumberKind, finiteCheck{}, whole)
	case orStringEncoder:
		found = c.nullable(n, orValue, ifSettled(n, program.StringKind, nil, whole))
	case *orEncoder:
		found = c.nullable(n, orValue, c.check(e.value, e.of, n, depth))
	case *pointerEncoder:
		found = c.nullable(n, elemOf, c.check(e.value, t.Elem(), n, depth))
	case *arrayEncoder:
		found = c.items(e.item, t.Elem(), n, depth)
	case *sliceEncoder:
		found = c.nullable(n, notNil, c.items(e.items.item, t.Elem(), n, depth))
	case *structEncoder:
		found = c.object(e, t, n, depth)
	case keyed:
		found = c.nullable(n, notNil, c.dictionary(e, t.Elem(), n, depth))
	case unreflected:
		found = c.plain(t, n, depth)
	}
	if isWhole(found) {
		return whole
	}
	return found
}

// ifSettled returns the check if all values of the kinds are valid, and otherwise whole.
func ifSettled(n *program.Node, kinds program.KindSet, check check, whole *wholeCheck) check {
	if n.Possible&^n.Inspect&kinds != kinds {
		return whole
	}
	return check
}

// integers returns the least and the greatest value of an integer type.
func integers(t reflect.Type) (least, greatest string) {
	unused := 64 - t.Bits()
	if t.Kind() >= reflect.Uint {
		return "0", strconv.FormatUint(math.MaxUint64>>unused, 10)
	}
	return strconv.FormatInt(math.MinInt64>>unused, 10), strconv.FormatInt(math.MaxInt64>>unused, 10)
}

// isWhole reports whether a check writes the whole value unless it is null.
func isWhole(c check) bool {
	if null, ok := c.(*nullCheck); ok {
		c = null.check
	}
	_, whole := c.(*wholeCheck)
	return whole
}

// nullable returns the check of a type that may be written as null.
func (c *checkCompiler) nullable(n *program.Node, value func(reflect.Value) reflect.Value, check check) check {
	valid := n.Possible&^n.Inspect&program.NullKind != 0
	if valid && check == nil {
		return nil
	}
	return &nullCheck{valid, value, check}
}

// encoderOf returns the encoder of the items, values or target of a plain type.
func (c *checkCompiler) encoderOf(t reflect.Type, addressable bool) encoder {
	if c.types.done == nil {
		c.types.done = make(map[key]*indirect)
	}
	return c.types.encoder(t, addressable)
}

// plain returns the check of a pointer or slice whose encoder needs no reflection.
func (c *checkCompiler) plain(t reflect.Type, n *program.Node, depth int) check {
	elem := c.encoderOf(t.Elem(), true)
	if t.Kind() == reflect.Slice {
		return c.nullable(n, notNil, c.items(elem, t.Elem(), n, depth))
	}
	return c.nullable(n, elemOf, c.check(elem, t.Elem(), n, depth))
}

// anything is the schema of the contents of a value that no schema constrains.
var anything = &program.Node{Accept: program.AnyKind, Possible: program.AnyKind}

// undecided is a check of a value that has to be written.
var undecided = new(wholeCheck)

// items returns the check of arrays, nil if it must be written.
func (c *checkCompiler) items(item encoder, t reflect.Type, n *program.Node, depth int) check {
	each := anything
	switch {
	case n.Possible&^n.Inspect&program.ArrayKind != 0:
	default:
		n = only(n, program.ArrayKind)
		if n == nil || n.Streamed&program.ArrayKind == 0 || n.Array == nil {
			return undecided
		}
		rule := n.Array
		if each = rule.Following(); each == nil || len(rule.Prefix) > 0 || rule.Leaves != nil || rule.Late != nil {
			return undecided
		}
	}
	check := c.check(item, t, each, depth+1)
	if check == nil || isWhole(check) {
		return check
	}
	return &itemsCheck{check}
}

// only returns the schema that alone decides whether values of a kind satisfy n, or nil.
func only(n *program.Node, kind program.KindSet) *program.Node {
	if n.Combine == nil {
		return n
	}
	if r := n.Combine.Reduced(n, kind); r != nil && len(r.Own) == 1 && len(r.Any) == 0 {
		return r.Own[0]
	}
	return nil
}

// objectRule returns what n requires of objects, nil if that is nothing. It is not simple if it
// is more than which properties there are and a schema for each.
func objectRule(n *program.Node) (rule *program.ObjectRule, simple bool) {
	if n.Possible&^n.Inspect&program.ObjectKind != 0 {
		return nil, true
	}
	if n = only(n, program.ObjectKind); n == nil || n.Streamed&program.ObjectKind == 0 || n.Object == nil {
		return nil, false
	}
	rule = n.Object
	return rule, rule.Patterns == nil && rule.Leaves == nil && rule.Presence == nil && rule.OtherChecks == nil
}

// dictionary returns the check of maps.
func (c *checkCompiler) dictionary(e keyed, t reflect.Type, n *program.Node, depth int) check {
	rule, simple := objectRule(n)
	each := anything
	if simple && rule != nil {
		each = rule.Unlisted(nil, nil)
		simple = each != nil && len(rule.Members) == 0
	}
	if !simple || c.check(c.encoderOf(t, false), t, each, depth+1) != nil {
		return undecided
	}
	return keysCheck{e}
}

// object returns the check of structs.
func (c *checkCompiler) object(e *structEncoder, t reflect.Type, n *program.Node, depth int) check {
	rule, simple := objectRule(n)
	if !simple {
		return undecided
	}
	var always uint64 // the properties that are never left out
	check := new(fieldsCheck)
	for i := range e.fields {
		f := &e.fields[i]
		each, bit := f.schema(rule)
		if each == nil {
			return undecided
		}
		of, optional := f.typeIn(t)
		if !optional && f.isEmpty == nil && f.isZero == nil {
			always |= bit
		}
		remaining := c.check(f.value, of, each, depth+1)
		if null, ok := remaining.(*nullCheck); ok && null.check == nil && f.omitsNil(of) {
			continue
		}
		if remaining != nil {
			check.fields = append(check.fields, fieldCheck{f, remaining})
		}
	}
	if rule != nil && rule.Needed&^always != 0 {
		return undecided
	}
	if len(check.fields) == 0 {
		return nil
	}
	return check
}

// typeIn returns the type of the field in a struct of type t, and whether a pointer leads to it.
func (f *field) typeIn(t reflect.Type) (of reflect.Type, optional bool) {
	for _, i := range f.path {
		if t.Kind() == reflect.Pointer {
			t, optional = t.Elem(), true
		}
		t = t.Field(i).Type
	}
	return t, optional
}

// omitsNil reports whether the field, of type t, is a pointer, slice or map that is left out if it is nil.
func (f *field) omitsNil(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		return f.isEmpty != nil || f.isZero != nil && !reflect.PointerTo(t).Implements(zeroer)
	}
	return false
}

// schema returns the schema for the field in an object, nil if there is no single one, and the bit of
// its name.
func (f *field) schema(rule *program.ObjectRule) (n *program.Node, bit uint64) {
	if rule == nil {
		return anything, 0
	}
	var name string
	if json.Unmarshal([]byte(strings.Trim(f.name, ",:")), &name) != nil {
		return nil, 0
	}
	k := rule.Names.Find([]byte(name))
	if k < 0 {
		return rule.Unlisted([]byte(name), nil), 0
	}
	m := &rule.Members[k]
	if m.Checks != nil {
		return nil, 0
	}
	return m.Reader, m.Bit
}
