package difftest

// This file reduces a finding: it removes parts of schema and payload as long as the engines give the
// same answers.

import "slices"

// shrinkSteps bounds the number of comparisons.
const shrinkSteps = 4000

// Shrink returns a smaller case with the same answers.
func (j *Comparer) Shrink(found Comparison) Comparison {
	steps := 0
	try := func(schema any, before [][]byte, payload []byte) (Comparison, bool) {
		if steps++; steps > shrinkSteps {
			return found, false
		}
		next := j.once(Case{found.Draft, schema, before, payload})
		return next, next.Outcome == found.Outcome && next.Answers == found.Answers
	}
	found = withoutEarlier(found, try)
	for again := true; again; {
		again = false
		for _, schema := range smaller(found.Schema) {
			if next, ok := try(schema, found.Before, found.Payload); ok {
				found, again = next, true
				break
			}
		}
		if again || found.Payload == nil {
			continue
		}
		value, err := parse(found.Payload)
		if err != nil {
			return found
		}
		for _, v := range append(smaller(value), value) {
			text := Text(v)
			if len(text) >= len(found.Payload) {
				continue
			}
			if next, ok := try(found.Schema, found.Before, text); ok {
				found, again = next, true
				break
			}
		}
	}
	return found
}

// withoutEarlier removes earlier payloads that do not matter.
func withoutEarlier(found Comparison, try func(any, [][]byte, []byte) (Comparison, bool)) Comparison {
	if next, ok := try(found.Schema, nil, found.Payload); ok {
		return next
	}
	for i := len(found.Before) - 1; i >= 0; i-- {
		before := slices.Delete(slices.Clone(found.Before), i, i+1)
		if next, ok := try(found.Schema, before, found.Payload); ok {
			found = next
		}
	}
	return found
}

// shrink returns a smaller payload with the same answers from the same schema.
func (t *Trial) shrink(found Comparison) Comparison {
	steps := 0
	for again := true; again; {
		again = false
		value, err := parse(found.Payload)
		if err != nil {
			return found
		}
		for _, v := range append(smaller(value), value) {
			text := Text(v)
			if len(text) >= len(found.Payload) {
				continue
			}
			if steps++; steps > shrinkSteps {
				return found
			}
			if next := t.Compare(text); next.Outcome == found.Outcome && next.Answers == found.Answers {
				found, again = next, true
				break
			}
		}
	}
	return found
}

// once compiles and compares a case.
func (j *Comparer) once(c Case) Comparison {
	t, about := j.Open(c.Schema, c.Draft)
	if t == nil || c.Payload == nil {
		return about
	}
	for _, text := range c.Before {
		if value, err := parse(text); err == nil {
			_, _ = t.ours.ask(text, value)
		}
	}
	t.before = c.Before
	return t.Compare(c.Payload)
}

// smaller returns the values that result from one removal in v, the largest
// removals first.
func smaller(v any) []any {
	var all []any
	switch v := v.(type) {
	case map[string]any:
		for _, name := range sortedNames(v) {
			if name != "$schema" {
				all = append(all, without(v, name))
			}
		}
		if _, root := v["$schema"]; !root {
			for _, name := range sortedNames(v) {
				all = append(all, v[name])
			}
			if len(v) > 0 {
				all = append(all, true)
			}
		}
		for _, name := range sortedNames(v) {
			for _, s := range smaller(v[name]) {
				changed := without(v, name)
				changed[name] = s
				all = append(all, changed)
			}
		}
	case []any:
		if half := len(v) / 2; half > 1 {
			all = append(all, v[:half], v[half:])
		}
		for i := range v {
			all = append(all, append(append([]any{}, v[:i]...), v[i+1:]...))
		}
		all = append(all, v...)
		for i := range v {
			for _, s := range smaller(v[i]) {
				changed := append([]any{}, v...)
				changed[i] = s
				all = append(all, changed)
			}
		}
	case string:
		if v != "" {
			all = append(all, "")
		}
	}
	return all
}

func without(object map[string]any, name string) map[string]any {
	kept := make(map[string]any, len(object))
	for k, v := range object {
		if k != name {
			kept[k] = v
		}
	}
	return kept
}
