// Package damage measures how exactly violations report a fault: it damages valid
// documents in one place at a time and counts how often verdict reports exactly
// that place and nothing else.
package damage

// This file defines how a value is damaged.

import (
	"encoding/json"
	"math/rand/v2"
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
)

// Kinds are all kinds, in the order of reports.
var Kinds = []Kind{WrongType, Misspelt, Unformatted, OutOfBounds, Removed, MisspeltName}

// A place is a value within a document: the property name or the item index of
// parent.
type place struct {
	parent  any // map[string]any or []any
	name    string
	index   int
	pointer string // to the value
	within  string // pointer to the parent
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
	var walk func(value any, pointer string)
	walk = func(value any, pointer string) {
		switch value := value.(type) {
		case map[string]any:
			for _, name := range sortedNames(value) {
				at := pointer + "/" + escape(name)
				all = append(all, place{parent: value, name: name, pointer: at, within: pointer})
				walk(value[name], at)
			}
		case []any:
			for k, item := range value {
				at := pointer + "/" + strconv.Itoa(k)
				all = append(all, place{parent: value, index: k, pointer: at, within: pointer})
				walk(item, at)
			}
		}
	}
	walk(value, "")
	return all
}

// A fault is a damage done to a document.
type fault struct {
	kind    Kind
	at      place
	renamed string // for MisspeltName, the name it has now
	undo    func()
}

// do damages the document, or returns false if this kind of damage does not apply
// there.
func do(kind Kind, at place, random *rand.Rand) (fault, bool) {
	f := fault{kind: kind, at: at}
	object, isProperty := at.parent.(map[string]any)
	before := at.value()
	if kind == Removed || kind == MisspeltName {
		if !isProperty {
			return f, false
		}
		if kind == MisspeltName {
			var ok bool
			f.renamed, ok = swapLetters(at.name, random)
			if _, taken := object[f.renamed]; !ok || taken {
				return f, false
			}
			object[f.renamed] = before
		}
		delete(object, at.name)
		f.undo = func() {
			delete(object, f.renamed)
			object[at.name] = before
		}
		return f, true
	}
	after, ok := damaged(kind, before, random)
	if !ok {
		return f, false
	}
	at.set(after)
	f.undo = func() { at.set(before) }
	return f, true
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

// swapLetters swaps two different neighbouring letters, or doubles one.
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
