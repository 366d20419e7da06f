package bench

// This file reads the schemas of OpenAPI 3.1, and the descriptions that they are tested with,
// from a checkout of their repository.

import (
	"fmt"
	"os"
	"path/filepath"

	source "github.com/verdict-lint/verdict/internal/syntax"
)

// OpenAPIVariable is the environment variable that names a checkout of the branch v3.1-dev of
// https://github.com/OAI/OpenAPI-Specification.
const OpenAPIVariable = "OPENAPI_SPECIFICATION"

// openAPISchemas is the directory of the schemas in the checkout.
const openAPISchemas = "src/schemas/validation"

// openAPICorpora reads a corpus for only the structure of descriptions, and one that also
// includes the schemas in them.
func openAPICorpora(checkout string) ([]Corpus, error) {
	resources := make(map[string][]byte)
	for _, name := range []string{"schema", "schema-base", "dialect", "meta"} {
		document, err := readYAML(filepath.Join(checkout, openAPISchemas, name+".yaml"))
		if err != nil {
			return nil, err
		}
		resources["https://spec.openapis.org/oas/3.1/"+name+"/WORK-IN-PROGRESS"] = document
	}
	files, err := filepath.Glob(filepath.Join(checkout, "tests/schema/pass/*.yaml"))
	if err != nil {
		return nil, err
	}
	var instances [][]byte
	for _, file := range files {
		document, err := readYAML(file)
		if err != nil {
			return nil, err
		}
		instances = append(instances, document)
	}
	var all []Corpus
	for _, name := range []string{"schema", "schema-base"} {
		schema := resources["https://spec.openapis.org/oas/3.1/"+name+"/WORK-IN-PROGRESS"]
		all = append(all, Corpus{Name: "openapi-3.1-" + name, Schema: schema, Instances: instances, Resources: resources})
	}
	return all, nil
}

func readYAML(file string) ([]byte, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	documents := source.YAML(text)
	if len(documents) != 1 || len(documents[0].Errors) > 0 {
		return nil, fmt.Errorf("%s: not one document of YAML", file)
	}
	return documents[0].Text.JSON, nil
}
