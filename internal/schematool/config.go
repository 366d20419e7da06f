package schematool

// The section `generate` of a configuration file: what is generated from Go types
// without a go:generate directive saying so.

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// ConfigName is what the configuration file is called.
const ConfigName = ".verdict.yaml"

// A ConfigEntry is one item of the section. One of Type, Enum and Describe says
// what is generated; paths are relative to the configuration file.
type ConfigEntry struct {
	// Package whose types are meant: a directory or, for a document, an import
	// path.
	Package string `json:"package" jsonschema:"minLength=1"`

	// Type to reflect into the document Output.
	Type string `json:"type,omitzero"`

	// Types whose constants are listed.
	Enum []string `json:"enum,omitzero" jsonschema:"minItems=1"`

	// Keep the doc comments of the package for run time.
	Describe bool `json:"describe,omitzero"`

	// File that is generated. Required for a document; for the others it lies in
	// the package, and has a default.
	Output string `json:"output,omitzero"`

	// The $id of the document.
	ID string `json:"id,omitzero" jsonschema:"format=uri"`

	// How null is spelt in the document. (A key called null would be no string in
	// YAML.)
	Null string `json:"nullStyle,omitzero" jsonschema:"enum=type,enum=anyof"`
}

// job is the job that an entry stands for.
func (e ConfigEntry) job(dir string) (Job, error) {
	named := 0
	for _, is := range []bool{e.Type != "", len(e.Enum) > 0, e.Describe} {
		if is {
			named++
		}
	}
	switch {
	case e.Package == "":
		return Job{}, errors.New("it names no package")
	case named != 1:
		return Job{}, errors.New("it wants one of type, enum and describe")
	case e.Type != "" && e.Output == "":
		return Job{}, errors.New("it names no output for the document")
	case e.Type != "":
		return Job{Reflect: &ReflectCommand{
			Target: Target{Dir: dir, Package: e.Package, Type: e.Type, ID: e.ID, Null: e.Null},
			Output: e.Output,
		}}, nil
	case !isPath(e.Package):
		return Job{}, fmt.Errorf("%s is not a directory: Go files are generated into directories, such as ./%s", e.Package, e.Package)
	case len(e.Enum) > 0:
		return Job{Enum: &EnumCommand{EnumTarget{Dir: join(dir, e.Package), Types: e.Enum, Output: e.Output}}}, nil
	}
	output := e.Output
	if output == "" {
		output = descriptionsFile
	}
	return Job{Describe: &DescribeCommand{Dir: join(dir, e.Package), Output: output}}, nil
}

// FindConfig gives the configuration file in dir or the nearest above it, and ""
// where there is none.
func FindConfig(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for {
		file := filepath.Join(dir, ConfigName)
		if _, err := os.Stat(file); err == nil {
			return file, nil
		} else if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", nil
		}
		dir = parent
	}
}

// ConfigJobs gives the jobs that the section `generate` of a configuration file
// names. Other sections are not its business.
func ConfigJobs(file string) ([]Job, error) {
	parsed, err := parser.ParseFile(file, 0)
	if err != nil {
		return nil, usage("%s: %s", file, yaml.FormatError(err, false, false))
	}
	var jobs []Job
	for _, document := range parsed.Docs {
		section, err := generateSection(document)
		if err != nil {
			return nil, usage("%s: %s", file, err)
		}
		for _, node := range section {
			line := node.GetToken().Position.Line
			var entry ConfigEntry
			if err := yaml.NodeToValue(node, &entry, yaml.Strict()); err != nil {
				return nil, usage("%s: %s", file, yaml.FormatError(err, false, false))
			}
			job, err := entry.job(filepath.Dir(file))
			if err != nil {
				return nil, usage("%s:%d: this entry of generate is not complete: %s", file, line, err)
			}
			job.Source = fmt.Sprintf("%s:%d", file, line)
			jobs = append(jobs, job)
		}
	}
	return jobs, nil
}

// generateSection gives the items of the section in a document.
func generateSection(document *ast.DocumentNode) ([]ast.Node, error) {
	root, ok := document.Body.(*ast.MappingNode)
	if !ok {
		return nil, nil
	}
	for _, pair := range root.Values {
		if pair.Key.GetToken().Value != "generate" {
			continue
		}
		switch list := pair.Value.(type) {
		case *ast.SequenceNode:
			return list.Values, nil
		case *ast.NullNode:
			return nil, nil
		}
		return nil, fmt.Errorf("line %d: generate is a list", pair.Key.GetToken().Position.Line)
	}
	return nil, nil
}
