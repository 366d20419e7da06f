package difftest

// This file compares the engines on real schemas: on their instances, and on instances damaged in
// ways that real payloads are damaged.

import (
	"context"
	"strings"

	"github.com/verdict-lint/verdict"
)

// A Corpus is a real schema and instances of it.
type Corpus struct {
	Name      string
	Schema    []byte
	Instances [][]byte
}

// RunCorpus compares the instances and plan.PerSchema damaged payloads of each
// corpus. Only the payloads of findings are reduced, not their schemas.
func RunCorpus(ctx context.Context, j *Comparer, corpora []Corpus, plan Plan) (*Tally, error) {
	total := newTally()
	for i, c := range corpora {
		if ctx.Err() != nil {
			break
		}
		plan.printf("%s", c.Name)
		part, err := j.corpus(ctx, c, plan, plan.Seed<<32+uint64(i))
		if err != nil {
			return nil, err
		}
		total.add(part)
		total.Findings = append(total.Findings, part.Findings...)
	}
	return total, nil
}

func (j *Comparer) corpus(ctx context.Context, c Corpus, plan Plan, seed uint64) (*Tally, error) {
	tally := newTally()
	tally.Schemas = 1
	schema, err := parse(c.Schema)
	if err != nil {
		return nil, err
	}
	values := make([]any, len(c.Instances))
	for i, text := range c.Instances {
		if values[i], err = parse(text); err != nil {
			return nil, err
		}
	}
	trial, about := j.Open(schema, draftOf(schema))
	if about.Answers != "" {
		tally.Rejected[c.Name+": "+about.Detail]++
	}
	if trial == nil {
		tally.Outcomes[about.Outcome]++
		return tally, nil
	}
	damager := damager{newDice(Random(seed)), values}
	for i := range len(values) + plan.PerSchema {
		if ctx.Err() != nil {
			break
		}
		var text []byte
		if i < len(values) {
			text = c.Instances[i]
		} else {
			text = variedText(damager.dice, damager.payload())
		}
		compared := trial.Compare(text)
		tally.count(compared)
		if compared.Outcome.Finding() {
			found := trial.shrink(compared)
			found.Schema = c.Name
			tally.find(Found{found, seed, 1})
			if len(tally.Findings) >= plan.MaxFindings {
				break
			}
		}
	}
	return tally, nil
}

// draftOf reads $schema.
func draftOf(schema any) verdict.Draft {
	object, _ := schema.(map[string]any)
	uri, _ := object["$schema"].(string)
	for _, d := range dialects {
		if strings.TrimSuffix(uri, "#") == strings.TrimSuffix(d.uri, "#") {
			return d.draft
		}
	}
	return verdict.Draft2020
}

// A damager damages instances with parts of other instances.
type damager struct {
	dice
	instances []any
}

func (v damager) payload() any {
	damaged := v.instances[v.IntN(len(v.instances))]
	for range 1 + v.IntN(3) {
		damaged = v.damage(damaged)
	}
	return damaged
}

// damage changes one value at a random depth.
func (v damager) damage(value any) any {
	switch value := value.(type) {
	case map[string]any:
		if len(value) > 0 && !v.oneIn(6) {
			return v.damageMember(value)
		}
	case []any:
		if len(value) > 0 && !v.oneIn(6) {
			at := v.IntN(len(value))
			changed := append([]any{}, value...)
			switch v.IntN(5) {
			case 0:
				return append(changed[:at], value[at+1:]...)
			case 1:
				return append(changed, value[at])
			}
			changed[at] = v.damage(value[at])
			return changed
		}
	}
	if v.oneIn(2) {
		return v.fragment()
	}
	return v.value(1)
}

func (v damager) damageMember(object map[string]any) any {
	all := sortedNames(object)
	name := all[v.IntN(len(all))]
	changed := without(object, name)
	switch v.IntN(6) {
	case 0: // left out
	case 1:
		changed[name+"x"] = object[name]
	case 2:
		changed[name] = object[name]
		changed[pick(v.dice, v.names...)] = v.fragment()
	default:
		changed[name] = v.damage(object[name])
	}
	return changed
}

// fragment returns a part of some instance.
func (v damager) fragment() any {
	part := v.instances[v.IntN(len(v.instances))]
	for !v.oneIn(4) {
		switch p := part.(type) {
		case map[string]any:
			if all := sortedNames(p); len(all) > 0 {
				part = p[all[v.IntN(len(all))]]
				continue
			}
		case []any:
			if len(p) > 0 {
				part = p[v.IntN(len(p))]
				continue
			}
		}
		break
	}
	return part
}
