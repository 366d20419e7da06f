package config

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the generated part of docs/configuration.md")

// A node is a part of the schema of the configuration.
type node struct {
	Ref         string          `json:"$ref"`
	Description string          `json:"description"`
	Type        any             `json:"type"`
	Enum        []string        `json:"enum"`
	Items       *node           `json:"items"`
	Additional  json.RawMessage `json:"additionalProperties"`
	Properties  orderedNodes    `json:"properties"`
	Required    []string        `json:"required"`
	Defs        map[string]node `json:"$defs"`
}

type orderedNodes []struct {
	name string
	node node
}

// UnmarshalJSON keeps the order of the properties.
func (o *orderedNodes) UnmarshalJSON(text []byte) error {
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	if _, err := decoder.Token(); err != nil {
		return err
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return err
		}
		var n node
		if err := decoder.Decode(&n); err != nil {
			return err
		}
		*o = append(*o, struct {
			name string
			node node
		}{name.(string), n})
	}
	return nil
}

const marker = "<!-- The rest of this page is generated: go test ./internal/config -run Reference -update -->\n"

// TestTheReferenceDescribesEveryKey compares the generated part of docs/configuration.md with
// the schema of the configuration.
func TestTheReferenceDescribesEveryKey(t *testing.T) {
	var root node
	if err := json.Unmarshal(document, &root); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, property := range root.Properties {
		describe(&b, &root, "##", property.name, &property.node, false)
	}
	file := filepath.Join("..", "..", "docs", "configuration.md")
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	prose, generated, ok := strings.Cut(string(page), marker)
	if !ok {
		t.Fatal("docs/configuration.md lacks the marker of the generated part")
	}
	if *update {
		if err := os.WriteFile(file, []byte(prose+marker+b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if generated != b.String() {
		t.Error("docs/configuration.md is out of date; run go test ./internal/config -run Reference -update")
	}
	for i, example := range regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(prose, -1) {
		if _, err := load(t, example[1]); err != nil {
			t.Errorf("example %d: %v", i+1, err)
		}
	}
}

// describe writes a section about a key and, for objects, about the keys in it.
func describe(b *strings.Builder, root *node, level, name string, n *node, required bool) {
	fmt.Fprintf(b, "\n%s %s\n\n%s", level, name, kind(root, n))
	if required {
		b.WriteString(", required")
	}
	fmt.Fprintf(b, ". %s\n", n.Description)
	inner := resolved(root, n)
	if inner.Items != nil {
		inner = resolved(root, inner.Items)
	}
	for _, property := range inner.Properties {
		isRequired := false
		for _, r := range inner.Required {
			isRequired = isRequired || r == property.name
		}
		describe(b, root, level+"#", name+"."+property.name, &property.node, isRequired)
	}
}

func resolved(root, n *node) *node {
	if name, ok := strings.CutPrefix(n.Ref, "#/$defs/"); ok {
		def := root.Defs[name]
		return &def
	}
	return n
}

// kind returns the type of a value in words.
func kind(root, n *node) string {
	n = resolved(root, n)
	var values node
	_ = json.Unmarshal(n.Additional, &values)
	switch {
	case len(n.Enum) > 0:
		return "One of `" + strings.Join(n.Enum, "`, `") + "`"
	case n.Items != nil && len(resolved(root, n.Items).Properties) > 0:
		return "List of objects"
	case n.Items != nil:
		return "List of strings"
	case values.Type != nil || values.Ref != "" || len(values.Enum) > 0:
		return "Object with values: " + strings.ToLower(kind(root, &values))
	}
	switch name := fmt.Sprint(n.Type); name {
	case "string":
		return "String"
	case "boolean", "[boolean null]":
		return "True or false"
	default:
		return "Object"
	}
}
