package schematool

// This file reads the section `generate` of a configuration file, which selects what is generated from Go
// types without go:generate directives.

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// ConfigName is the name of the configuration file. It may also be alternativeName.
const (
	ConfigName      = ".verdict.yaml"
	alternativeName = ".verdict.yml"
)

// IsConfigName reports whether a file name is that of a configuration file.
func IsConfigName(name string) bool { return name == ConfigName || name == alternativeName }

// A ConfigEntry is one item of the section. One of Type, Enum and Describe defines what is
// generated; paths are relative to the configuration file.
type ConfigEntry struct {
	Package  string   `json:"package" jsonschema:"minLength=1,description=Package of the types: a directory or\\, for a schema\\, an import path."`
	Type     string   `json:"type,omitzero" jsonschema:"description=Type to reflect into the schema document output."`
	Enum     []string `json:"enum,omitzero" jsonschema:"minItems=1,description=Types whose constants are listed by a generated method."`
	Describe bool     `json:"describe,omitzero" jsonschema:"description=Whether to generate methods that return the doc comments of the package."`
	Output   string   `json:"output,omitzero" jsonschema:"description=File that is generated. Required for a schema; other files are in the package and have a default name."`
	ID       string   `json:"id,omitzero" jsonschema:"format=uri,description=The $id of the schema."`

	// A key called null would not be a string in YAML.
	Null string `json:"nullStyle,omitzero" jsonschema:"enum=type,enum=anyof,description=How the schema expresses that a value may be null."`
}

// job returns the job of an entry.
func (e ConfigEntry) job(dir string) (Job, error) {
	named := 0
	for _, is := range []bool{e.Type != "", len(e.Enum) > 0, e.Describe} {
		if is {
			named++
		}
	}
	switch {
	case e.Package == "":
		return Job{}, errors.New("no package; set package to a directory or import path")
	case named != 1:
		return Job{}, errors.New("set exactly one of type, enum and describe")
	case e.Type != "" && e.Output == "":
		return Job{}, errors.New("no output; set output to the file for the document")
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

// FindConfig returns the configuration file in dir or the nearest above it, up to the root of
// the repository, and "" if there is none.
func FindConfig(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	for further := true; err == nil && further; dir = filepath.Dir(dir) {
		var file string
		if file, further, err = ConfigIn(dir); file != "" {
			return file, err
		}
	}
	return "", err
}

// ConfigIn returns the configuration file of a directory, an absolute path, and "" if it has
// none. further reports whether to search the directories above it: a repository does not
// use a configuration from outside.
func ConfigIn(dir string) (file string, further bool, err error) {
	for _, name := range []string{ConfigName, alternativeName} {
		candidate := filepath.Join(dir, name)
		info, err := os.Lstat(candidate)
		if err == nil && info.Mode()&fs.ModeSymlink != 0 {
			if _, err := os.Stat(candidate); err != nil { // it is not that there is no configuration
				return "", false, fmt.Errorf("%s: is a symbolic link that leads nowhere; correct or remove it", candidate)
			}
		}
		switch {
		case err == nil && file != "":
			return "", false, fmt.Errorf("%s and %s both exist; remove one of them", file, candidate)
		case err == nil:
			file = candidate
		case !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR):
			return "", false, err
		}
	}
	if file != "" {
		return file, false, nil
	}
	_, err = os.Lstat(filepath.Join(dir, ".git"))
	return "", err != nil && filepath.Dir(dir) != dir, nil
}

// ConfigJobs returns the jobs that the section `generate` of a configuration file
// names. It ignores other sections.
func ConfigJobs(file string) ([]Job, error) {
	source, err := os.ReadFile(file)
	if err != nil {
		return nil, usage("%s", err)
	}
	var jobs []Job
	for _, doc := range syntax.YAML(source) {
		line := func(offset int) int { n, _ := doc.Position(offset); return n }
		if len(doc.Errors) > 0 {
			return nil, usage("%s:%d: %s", file, line(doc.Errors[0].Offset), doc.Errors[0].Message)
		}
		items, err := generateSection(doc.Text.JSON)
		if err != nil {
			return nil, usage("%s: %s", file, err)
		}
		for _, item := range items {
			start, _ := doc.Text.Span(item.start, item.end)
			where := fmt.Sprintf("%s:%d", file, line(start))
			var entry ConfigEntry
			decoder := json.NewDecoder(bytes.NewReader(doc.Text.JSON[item.start:item.end]))
			decoder.DisallowUnknownFields()
			if err := decoder.Decode(&entry); err != nil {
				return nil, usage("%s: %s", where, strings.TrimPrefix(err.Error(), "json: "))
			}
			job, err := entry.job(filepath.Dir(file))
			if err != nil {
				return nil, usage("%s: invalid entry of generate: %s", where, err)
			}
			job.Source = where
			jobs = append(jobs, job)
		}
	}
	return jobs, nil
}

// A configItem is the bytes [start, end) of a configuration as JSON.
type configItem struct{ start, end int }

// generateSection returns the items of the section in a configuration.
func generateSection(config []byte) ([]configItem, error) {
	var doc jsontape.Tape
	doc.Parse(config, jsontape.Limits{})
	if doc.Nodes[0].Kind() != jsontape.Object {
		return nil, nil
	}
	for key := uint32(1); key < doc.Nodes[0].Next; key = doc.Nodes[key+1].Next {
		value := key + 1
		switch kind := doc.Nodes[value].Kind(); {
		case doc.String(key) != "generate":
			continue
		case kind == jsontape.Null:
			return nil, nil
		case kind != jsontape.Array:
			return nil, errors.New("generate must be a list")
		}
		var items []configItem
		for item := value + 1; item < doc.Nodes[value].Next; item = doc.Nodes[item].Next {
			items = append(items, configItem{int(doc.Nodes[item].Start), int(doc.Nodes[item].End)})
		}
		return items, nil
	}
	return nil, nil
}
