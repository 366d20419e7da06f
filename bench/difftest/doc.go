// Package difftest compares verdict with two other validators, santhosh
// jsonschema v5 and v6, on random schemas and random payloads.
//
// A schema is drawn from a grammar of all keywords of a draft; payloads are
// drawn from the schema itself, so that a good part of them satisfies it, and
// then damaged. Each payload is validated with both modes of verdict and
// with the references. If they differ, either verdict is wrong, or the
// reference has a fault that is listed with its reason (see Faults).
// All other differences are findings, which are reduced before they are shown.
//
// Formats are restricted to those on which all agree, patterns to those that mean the same in ECMA-262
// and RE2, and no schema refers to itself without a step into the instance, because the specification
// does not define that (JSON Schema Core 2020-12, section 9.4.1).
package difftest
