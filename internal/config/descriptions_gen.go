// Code generated from doc comments; DO NOT EDIT.

package config

// The doc comments, for schemas reflected without access to the source.

// SchemaDescriptions describes the type and its fields.
func (Config) SchemaDescriptions() map[string]string {
	return map[string]string{
		"Config":                 "A Config is the content of the configuration file. Its JSON Schema is generated from this type, and the file is validated against it when it is loaded.",
		"Config.Root":            "Stops the search for configurations in the directories above. The nearest configuration alone applies to a file in any case: one with only this key excludes those above it.",
		"Config.Schema":          "Schema for files that match no entry of schemas and name no schema themselves: a built-in name, or a file relative to this one.",
		"Config.Schemas":         "Maps files to schemas. The first matching entry is used.",
		"Config.Syntax":          "Syntax of files, if their name does not determine it. The first matching entry is used.",
		"Config.Catalog":         "Schemas of files that are known by their names: a catalog in the format of SchemaStore, or a pack that verdict catalog sync has written; a file relative to this one, or a URL.",
		"Config.CatalogChecksum": "SHA-256 of the catalog file; a file that differs is rejected.",
		"Config.Resources":       "Directories of schemas by the URI below which references find them, such as \"https://example.com/schemas/\". They are also found by their $id.",
		"Config.SchemaFolders":   "Directories of schemas that are found by their $id.",
		"Config.Strict":          "Whether unknown properties are errors.",
		"Config.Redact":          "Whether findings show no values of payloads, only their types, lengths and places, as with --redact.",
		"Config.FormatAssertion": "Whether format, contentEncoding and contentMediaType are checked, as they are by default.",
		"Config.StrictDraft":     "Whether const is ignored in draft-04 schemas, as specified. By default it is validated, as by many other validators, with a warning.",
		"Config.Draft":           "Draft of schemas without $schema; 2020-12 by default.",
		"Config.Rules":           "Severity of rules, by name.",
		"Config.Overrides":       "Severity of rules, draft and formatAssertion for some files. Later entries take precedence, also over those of schemas.",
		"Config.Ignore":          "Patterns of files and directories that are not linted, even if the command line names them; --no-ignore overrides it. One that matches nothing is reported.",
		"Config.Formats":         "Output formats, unless given on the command line: \"text\", or \"sarif=out.sarif\" to write to a file, relative to this one and inside the repository.",
		"Config.FailOn":          "Lowest severity of findings that makes the exit code 1.",
		"Config.Generate":        "Schemas generated from Go types; see verdict schema check.",
	}
}

// SchemaDescriptions describes the type and its fields.
func (SchemaEntry) SchemaDescriptions() map[string]string {
	return map[string]string{
		"SchemaEntry":                 "A SchemaEntry maps files to a schema.",
		"SchemaEntry.Files":           "Patterns of files or directories, relative to the configuration file. One without a slash matches at any depth. A directory matches all files in it whose syntax is known. Matching files are also found in directories, whatever their extension.",
		"SchemaEntry.Schema":          "A built-in name, or a file relative to the configuration file.",
		"SchemaEntry.Draft":           "Draft of the schema, if it has no $schema.",
		"SchemaEntry.FormatAssertion": "Whether format, contentEncoding and contentMediaType are checked in these files.",
	}
}

// SchemaDescriptions describes the type and its fields.
func (SyntaxEntry) SchemaDescriptions() map[string]string {
	return map[string]string{
		"SyntaxEntry":        "A SyntaxEntry sets the syntax of files.",
		"SyntaxEntry.Files":  "Patterns of files, as in schemas. Matching files are also found in directories.",
		"SyntaxEntry.Syntax": "Syntax of these files.",
	}
}

// SchemaDescriptions describes the type.
func (Syntax) SchemaDescriptions() map[string]string {
	return map[string]string{
		"Syntax": "A Syntax is the name of a syntax.",
	}
}

// SchemaDescriptions describes the type and its fields.
func (Override) SchemaDescriptions() map[string]string {
	return map[string]string{
		"Override":                 "An Override sets the severity of rules, and how schemas are read, for some files.",
		"Override.Files":           "Patterns of files, as in schemas.",
		"Override.Rules":           "Severity of rules in these files, by name.",
		"Override.Draft":           "Draft of the schemas of these files that have no $schema.",
		"Override.FormatAssertion": "Whether format, contentEncoding and contentMediaType are checked in these files.",
	}
}

// SchemaDescriptions describes the type.
func (Severity) SchemaDescriptions() map[string]string {
	return map[string]string{
		"Severity": "A Severity is the severity of a rule.",
	}
}

// SchemaDescriptions describes the type.
func (Draft) SchemaDescriptions() map[string]string {
	return map[string]string{
		"Draft": "A Draft is a version of JSON Schema, or of OpenAPI.",
	}
}

// SchemaDescriptions describes the type.
func (FailOn) SchemaDescriptions() map[string]string {
	return map[string]string{
		"FailOn": "A FailOn is the lowest severity that makes a run fail.",
	}
}
