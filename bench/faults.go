package bench

// This file generates session payloads that have several faults each.

import (
	"bytes"
	"math/rand/v2"
)

// ClosedSessionSchema is SessionSchema without properties that it does not list.
var ClosedSessionSchema = bytes.Replace(SessionSchema, []byte(`"required": [`), []byte(`"additionalProperties": false, "required": [`), 1)

// faults lists members of sessions with one fault each.
var faults = []func(g *generator) member{
	func(g *generator) member { return member{name: "projectId", value: "null"} },
	func(g *generator) member {
		return member{name: g.pick([]string{"integrationRef", "acountId"}), value: `"x"`}
	},
	func(g *generator) member { return member{name: "id", value: g.otherType("1")} },
	func(g *generator) member { return member{name: "organizationId", value: "null"} },
	func(g *generator) member {
		return member{name: "categories", value: g.pick([]string{`["stackone"]`, `["crm","hris-legacy"]`})}
	},
	func(g *generator) member { return member{name: "provider", value: "5"} },
	func(g *generator) member { return member{name: "originOwnerId", value: g.otherType(`""`)} },
	func(g *generator) member { return member{name: "originOwnerName", value: "null"} },
	func(g *generator) member { return member{name: "label", value: `["north"]`} },
	func(g *generator) member { return member{name: "createdAt", value: quote(g.badDateTime())} },
	func(g *generator) member {
		return member{name: "type", value: g.pick([]string{`"production"`, `"STAGING"`})}
	},
	func(g *generator) member { return member{name: "metadata", value: `"tier"`} },
}

// TenFaults is the number of faults of a payload that has many; two are a null and an unknown property.
const TenFaults = 10

// GenerateFaulty returns n session payloads, each with the first of the faults, count of them. They are
// invalid by ClosedSessionSchema.
func GenerateFaulty(n, count int, seed uint64) [][]byte {
	g := &generator{rand: rand.New(rand.NewPCG(seed, 0xfa017))}
	payloads := make([][]byte, n)
	for i := range payloads {
		var members []member
		for _, m := range g.session() {
			if m.name != "integrationId" { // unknown to the closed schema
				members = append(members, m)
			}
		}
		for _, fault := range faults[:count] {
			members = g.set(members, fault(g))
		}
		payloads[i] = g.appendObject(nil, members)
	}
	return payloads
}
