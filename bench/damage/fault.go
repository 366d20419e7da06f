// Package damage measures how exactly violations report a fault: it damages valid
// documents in one place at a time and counts how often verdict reports exactly
// that place and nothing else.
package damage

// This file defines how a value is damaged.

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

// A Kind is a way to damage a document.
type Kind string

// The kinds of damage.
const (
	WrongType    Kind = "wrong type"    // another type than it was
	Misspelt     Kind = "misspelt"      // a string with two letters swapped, as an enum's value often is
	Unformatted  Kind = "format"        // a string that no format or pattern accepts
	OutOfBounds  Kind = "bounds"        // a number, string or array far too large or small
	Removed      Kind = "removed"       // a property left out
	MisspeltName Kind = "misspelt name" // a property whose name has two letters swapped
	Null         Kind = "null"          // null instead of the value
	Quoted       Kind = "quoted"        // a number, boolean or null as a string
	Added        Kind = "added"         // a property that no schema defines
	AddedItem    Kind = "added item"    // an item of another type at the end of an array
	Exchanged    Kind = "exchanged"     // the values of two properties of an object exchanged, neither an object nor array
	Misplaced    Kind = "misplaced"     // such a property moved to the enclosing object
)

// Kinds are all kinds, in the order of reports.
var Kinds = []Kind{WrongType, Misspelt, Unformatted, OutOfBounds, Removed, MisspeltName,
	Null, Quoted, Added, AddedItem, Exchanged, Misplaced}

// A place is a value within a document: the property name or the item index of
// parent.
type place struct {
	parent  any // map[string]any or []any
	name    string
	index   int
	pointer string // to the value
	within  string // pointer to the parent

	enclosing map[string]any // the object that has parent as a property, nil if there is none
	outside   string         // pointer to enclosing
}

func (p place) value() any {
	if object, ok := p.parent.(map[string]any); ok {
		return object[p.name]
	}
	return p.parent.([]any)[p.index]
}

func (p place) set(value any) {
	if object, ok := p.parent.(map[string]any); ok {
		object[p.name] = value
	} else {
		p.parent.([]any)[p.index] = value
	}
}

// places lists every value below the root, parents first.
func places(value any) []place {
	var all []place
	var walk func(value any, pointer string, enclosing map[string]any, outside string)
	walk = func(value any, pointer string, enclosing map[string]any, outside string) {
		switch value := value.(type) {
		case map[string]any:
			for _, name := range sortedNames(value) {
				at := pointer + "/" + escape(name)
				all = append(all, place{parent: value, name: name, pointer: at, within: pointer, enclosing: enclosing, outside: outside})
				walk(value[name], at, value, pointer)
			}
		case []any:
			for k, item := range value {
				at := pointer + "/" + strconv.Itoa(k)
				all = append(all, place{parent: value, index: k, pointer: at, within: pointer})
				walk(item, at, nil, "")
			}
		}
	}
	walk(value, "", nil, "")
	return all
}

// A fault is a damage done to a document.
type fault struct {
	kind    Kind
	at      place
	renamed string // the name that a property has now, or that of an added one
	moved   string // pointer to the property that was renamed, added or moved
	other   string // for Exchanged, pointer to the other value
	isEntry bool   // for Added, the object allows the name, though not this value
	undo    func()
}

// do damages the document, or returns false if this kind of damage does not apply to the value.
func do(kind Kind, at place, random *rand.Rand) (fault, bool) {
	f := fault{kind: kind, at: at}
	before := at.value()
	if changesNames(kind) || kind == Exchanged {
		object, ok := at.parent.(map[string]any)
		return f, ok && f.changeObject(object, before, random)
	}
	after, ok := damaged(kind, before, random)
	if !ok {
		return f, false
	}
	at.set(after)
	f.undo = func() { at.set(before) }
	return f, true
}

// changesNames reports whether a kind of damage changes which properties there are.
func changesNames(kind Kind) bool {
	return kind == Removed || kind == MisspeltName || kind == Added || kind == Misplaced
}

// changeObject damages the object that has the value as a property, or returns false.
func (f *fault) changeObject(object map[string]any, value any, random *rand.Rand) bool {
	name := f.at.name
	switch f.kind {
	case Exchanged:
		names := sortedNames(object)
		other := names[random.IntN(len(names))]
		if !isScalar(value) || !isScalar(object[other]) {
			return false
		}
		f.other = f.at.within + "/" + escape(other)
		f.undo = func() { object[name], object[other] = object[other], object[name] }
		f.undo()
		return other != name
	case Added:
		f.renamed = "qqq"
		f.moved = f.at.within + "/" + f.renamed
		object[f.renamed] = value
		f.undo = func() { delete(object, f.renamed) }
		return true
	case Removed:
		f.undo = func() { object[name] = value }
	case MisspeltName:
		var ok bool
		f.renamed, ok = swapLetters(name, random)
		if _, taken := object[f.renamed]; !ok || taken {
			return false
		}
		f.moved = f.at.within + "/" + escape(f.renamed)
		object[f.renamed] = value
		f.undo = func() {
			delete(object, f.renamed)
			object[name] = value
		}
	case Misplaced:
		if _, taken := f.at.enclosing[name]; taken || f.at.enclosing == nil || !isScalar(value) {
			return false
		}
		f.renamed = name
		f.moved = f.at.outside + "/" + escape(name)
		f.at.enclosing[name] = value
		f.undo = func() {
			delete(f.at.enclosing, name)
			object[name] = value
		}
	}
	delete(object, name)
	return true
}

func isScalar(value any) bool {
	switch value.(type) {
	case map[string]any, []any:
		return false
	}
	return true
}

// damaged returns the damaged form of a value.
func damaged(kind Kind, value any, random *rand.Rand) (any, bool) {
	switch kind {
	case WrongType:
		return ofAnotherType(value, random), true
	case Misspelt:
		if text, ok := value.(string); ok {
			return swapped(text, random)
		}
	case Unformatted:
		if _, ok := value.(string); ok {
			return "\u0001 %% not [valid", true
		}
	case OutOfBounds:
		return outOfBounds(value, random)
	case Null:
		return nil, value != nil
	case Quoted:
		return quoted(value)
	case AddedItem:
		if items, ok := value.([]any); ok && len(items) > 0 {
			return append(slices.Clone(items), ofAnotherType(items[len(items)-1], random)), true
		}
	}
	return nil, false
}

func quoted(value any) (any, bool) {
	switch value := value.(type) {
	case json.Number:
		return value.String(), true
	case bool:
		return strconv.FormatBool(value), true
	case nil:
		return "null", true
	}
	return nil, false
}

func swapped(text string, random *rand.Rand) (any, bool) {
	after, ok := swapLetters(text, random)
	return after, ok
}

func ofAnotherType(value any, random *rand.Rand) any {
	others := []any{"text", json.Number("42"), true, []any{}, map[string]any{}}
	switch value.(type) {
	case string:
		others = others[1:]
	case json.Number:
		others = []any{others[0], others[2], others[3], others[4]}
	case bool:
		others = []any{others[0], others[1], others[3], others[4]}
	case []any:
		others = []any{others[0], others[1], others[2], others[4]}
	case map[string]any:
		others = others[:4]
	}
	return others[random.IntN(len(others))]
}

func outOfBounds(value any, random *rand.Rand) (any, bool) {
	switch value := value.(type) {
	case string:
		if random.IntN(2) == 0 {
			return "", value != ""
		}
		return strings.Repeat(value+"x", 300), true
	case json.Number:
		return json.Number([]string{"-1000000007", "1000000007"}[random.IntN(2)]), true
	case []any:
		if len(value) == 0 || random.IntN(2) == 0 {
			return []any{}, len(value) > 0
		}
		return append(append([]any{}, value...), value[len(value)-1]), true
	}
	return nil, false
}

// swapLetters swaps two different neighboring letters, or doubles one.
func swapLetters(text string, random *rand.Rand) (string, bool) {
	letters := []rune(text)
	if len(letters) < 3 || len(letters) > 40 {
		return "", false
	}
	k := 1 + random.IntN(len(letters)-2)
	if letters[k] == letters[k+1] {
		return string(letters[:k+1]) + string(letters[k:]), true
	}
	letters[k], letters[k+1] = letters[k+1], letters[k]
	return string(letters), true
}
