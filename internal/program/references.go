package program

import (
	"strings"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/resource"
)

// This file resolves references and follows them to their targets.

// A way leads from a schema through schemas that are only a reference to the first one that is not.
type way struct {
	target resource.Place
	scope  *Scope
	known  lowering // of the target, if it was lowered before

	via    *Detour
	passed []lowerKey // keys of the schemas in between that were not lowered before
}

// follow returns the way from a schema that was not lowered before, and sets words to the keywords of
// the target.
func (l *lowerer) follow(place resource.Place, in *Scope, as role, words *Keywords) (w way, err error) {
	w = way{target: place, scope: in}
	end := &w.via
	keyword := "" // of the reference that was followed last
	var seen map[lowerKey]bool
	for {
		key := l.key(w.target, w.scope, as)
		if len(w.passed) > 0 {
			if done, ok := l.lowered[key]; ok {
				w.known, *end = done, done.via
				break
			}
		}
		if seen[key] {
			// The references form a cycle. The node refers to itself, so evaluating it is
			// reported as an endless loop.
			n, err := l.allocate(w.target, as)
			if err != nil {
				return w, err
			}
			n.Combine = &CombineRule{All: []Edge{{Node: n, Keyword: keyword}}}
			w.known = lowering{node: n}
			*end = nil
			break
		}
		switch kind := w.target.Tape().Nodes[w.target.Node].Kind(); kind {
		case jsontape.Object:
			*words = ReadKeywords(w.target, l.options.CustomKeywords)
		case jsontape.True, jsontape.False:
			*words = Keywords{}
		default:
			return w, w.target.Errorf("a schema is an object or a boolean")
		}
		if words.count != 1 || !words.has(kwRef) && !words.has(kwDynamicRef) && !words.has(kwRecursiveRef) {
			break
		}
		if l.gates != nil && !words.has(kwRef) {
			break
		}
		if seen == nil {
			seen = make(map[lowerKey]bool)
		}
		seen[key] = true
		w.passed = append(w.passed, key)
		by, target, inner, err := l.reference(w.target, words, w.scope)
		if err != nil {
			return w, err
		}
		if l.gates != nil && target.Resource != w.target.Resource && binds(target.Resource) {
			w.passed = w.passed[:len(w.passed)-1]
			break
		}
		keyword = by
		d := &Detour{Place: w.target, Keyword: keyword}
		l.detours = append(l.detours, d)
		*end, end = d, &d.Next
		w.target, w.scope = target, inner
	}
	return w, nil
}

// reference resolves the one reference of a schema.
func (l *lowerer) reference(place resource.Place, words *Keywords, in *Scope) (keyword string, target resource.Place, inner *Scope, err error) {
	switch {
	case words.has(kwRef):
		target, err = l.resolve(place, words.value[kwRef])
		keyword = "$ref"
	case words.has(kwDynamicRef):
		target, err = l.dynamicTarget(place, words.value[kwDynamicRef], in)
		keyword = "$dynamicRef"
	default:
		target, err = l.recursiveTarget(place, words.value[kwRecursiveRef], in)
		keyword = "$recursiveRef"
	}
	if err != nil {
		return "", resource.Place{}, nil, err
	}
	inner = in
	if target.Resource != place.Resource && l.gates == nil {
		if inner = l.scopes.Enter(in, target.Resource); len(l.scopes.byBindings) > maxScopes {
			return "", resource.Place{}, nil, errManyScopes
		}
	}
	return keyword, target, inner, nil
}

func (l *lowerer) resolve(place resource.Place, value uint32) (resource.Place, error) {
	tape := place.Tape()
	target, err := l.registry.Resolve(place.Resource, tape.String(value))
	if err == nil {
		return target, nil
	}
	if l.options.Lenient {
		anything, err := l.registry.Add("verdict:///anything", []byte("true"))
		return resource.Place{Resource: anything}, err
	}
	if located, ok := err.(*resource.Error); ok {
		return target, located // the error is in the other document
	}
	return target, place.Resource.Document.Errorf(value, "%v", err)
}

// dynamicTarget resolves a $dynamicRef (Core 2020-12, section 8.2.3.2): if its initial target is a
// $dynamicAnchor, the outermost anchor of that name in the dynamic scope is the target.
func (l *lowerer) dynamicTarget(place resource.Place, value uint32, in *Scope) (resource.Place, error) {
	target, err := l.resolve(place, value)
	if err != nil {
		return target, err
	}
	if anchor, ok := dynamicAnchor(place, value, target); ok {
		if outermost, ok := in.Find(anchor); ok {
			return outermost, nil
		}
	}
	return target, nil
}

// dynamicAnchor returns the name of the dynamic anchor that is the initial target of a $dynamicRef.
func dynamicAnchor(place resource.Place, value uint32, target resource.Place) (string, bool) {
	_, anchor, _ := strings.Cut(place.Tape().String(value), "#")
	own, ok := target.Resource.DynamicAnchor(anchor)
	return anchor, ok && own.Node == target.Node
}

// recursiveTarget resolves a $recursiveRef (Core 2019-09, section 8.2.4.2.1).
func (l *lowerer) recursiveTarget(place resource.Place, value uint32, in *Scope) (resource.Place, error) {
	target, err := l.resolve(place, value)
	if err != nil {
		return target, err
	}
	if target.Node == target.Resource.Node && target.Resource.RecursiveAnchor {
		if outermost, ok := in.Find(recursiveAnchor); ok {
			return outermost, nil
		}
	}
	return target, nil
}
