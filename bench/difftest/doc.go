// Package difftest compares verdict with two other validators, santhosh
// jsonschema v5 and v6, on random schemas and random payloads.
//
// A schema is drawn from a grammar of all keywords of a draft. Half of the schemas consist of few keywords and
// half of few words, so that keywords are about the same value, and values are equal, as often as in schemas that
// people write. Payloads are drawn from the schema itself, so that a good part of them satisfies it, and
// then damaged. Each payload is validated in every way that the API of verdict offers (see verdict.go), which must
// not contradict each other, and with the references. If those differ, either verdict is wrong, or the
// reference has a fault that is listed with its reason (see Faults).
// All other differences are findings, which are reduced before they are shown.
//
// Formats are restricted to those on which all agree, patterns to those that mean the same in ECMA-262
// and RE2, and no schema refers to itself without a step into the instance, because the specification
// does not define that (JSON Schema Core 2020-12, section 9.4.1).
package difftest
