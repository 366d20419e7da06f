// Code generated from doc comments; DO NOT EDIT.

package config

// What the doc comments say, for schemas reflected where no source is.

// SchemaDescriptions describes the type and its fields.
func (Config) SchemaDescriptions() map[string]string {
	return map[string]string{
		"Config":           "A Config is the content of the file. Its JSON Schema is reflected from this type, and the file is linted against it before it is used.",
		"Config.Schema":    "Schema for files that no entry of schemas names: a built-in name, or a file relative to this one.",
		"Config.Schemas":   "Which files are linted against which schema. The first entry that matches counts.",
		"Config.Strict":    "Whether unknown properties are errors.",
		"Config.Rules":     "How much each rule matters, by its name.",
		"Config.Overrides": "How much rules matter in some files. Later entries count more.",
		"Config.Ignore":    "Patterns of files and folders that are not linted, even if the command line names them; --no-ignore overrides it.",
		"Config.Formats":   "Output formats, if the command line names none: \"text\", or \"sarif=out.sarif\" to write a file, relative to this one and inside the repository.",
		"Config.FailOn":    "Which findings make the exit code 1.",
		"Config.Generate":  "What is generated from Go types; see verdict schema check.",
	}
}

// SchemaDescriptions describes the type and its fields.
func (SchemaEntry) SchemaDescriptions() map[string]string {
	return map[string]string{
		"SchemaEntry":        "A SchemaEntry says which schema some files are linted against.",
		"SchemaEntry.Files":  "Patterns of files or folders, relative to the configuration file. One without a slash matches at any depth. A folder stands for all JSON and YAML files in it. Files that match are also found in directories, whatever their extension.",
		"SchemaEntry.Schema": "A built-in name, or a file relative to the configuration file.",
	}
}

// SchemaDescriptions describes the type and its fields.
func (Override) SchemaDescriptions() map[string]string {
	return map[string]string{
		"Override":       "An Override sets the severity of rules for some files.",
		"Override.Files": "Patterns of files, as in schemas.",
		"Override.Rules": "How much each rule matters in these files.",
	}
}

// SchemaDescriptions describes the type.
func (Severity) SchemaDescriptions() map[string]string {
	return map[string]string{
		"Severity": "A Severity is how much a rule matters.",
	}
}

// SchemaDescriptions describes the type.
func (FailOn) SchemaDescriptions() map[string]string {
	return map[string]string{
		"FailOn": "A FailOn is the least severity that makes a run fail.",
	}
}
