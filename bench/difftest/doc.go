// Package difftest holds verdict against two other validators, santhosh
// jsonschema v5 and v6, on random schemas and random payloads.
//
// A schema is drawn from a grammar of all keywords of a draft; payloads are
// drawn from the schema itself, so that a good part of them satisfies it, and
// then damaged. Each payload gets a verdict from both modes of verdict and
// from the references. Where they differ, either verdict is wrong, or the
// reference has a fault that stands, with its reason, in a list (see Faults):
// whatever is left is a finding, and is shrunk before it is shown.
//
// Formats are restricted to those on which all agree, patterns to what ECMA-262
// and RE2 mean alike, and references never lead back to where they stand
// without a step into the instance: what such a schema means, the
// specification leaves open (JSON Schema Core 2020-12, section 9.4.1).
package difftest
