package schema_test

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/comments"
	"github.com/verdict-lint/verdict/schema"
)

func TestDocumentsAreKnownByName(t *testing.T) {
	if diff := cmp.Diff([]string{"connect-session", "connect-session-wire"}, schema.Names()); diff != "" {
		t.Error(diff)
	}
	if document, ok := schema.Document("session"); ok {
		t.Errorf("unknown document returned %s", document)
	}
}

func TestADocumentIsTheCallersOwn(t *testing.T) {
	mine, _ := schema.Document("connect-session")
	clear(mine)
	if again, _ := schema.Document("connect-session"); slices.Equal(again, mine) {
		t.Error("a caller's changes are visible to other callers")
	}
}

func TestDocumentsSayWhatTheyAre(t *testing.T) {
	for _, name := range schema.Names() {
		var head struct {
			Dialect     string `json:"$schema"`
			ID          string `json:"$id"`
			Title       string `json:"title"`
			Description string `json:"description"`
		}
		decodeDocument(t, name, &head)
		if head.Dialect != "https://json-schema.org/draft/2020-12/schema" {
			t.Errorf("%s: $schema %q", name, head.Dialect)
		}
		if want := "https://github.com/verdict-lint/verdict/schema/" + name + ".schema.json"; head.ID != want {
			t.Errorf("%s: $id %q, want %q", name, head.ID, want)
		}
		if head.Title == "" || head.Description == "" {
			t.Errorf("%s: title %q, description %q", name, head.Title, head.Description)
		}
	}
}

func TestDocumentsAreThoseOfTheStructs(t *testing.T) {
	reflected := map[string]func(...verdict.Option) ([]byte, error){
		"connect-session":      verdict.Reflect[schema.ConnectSession],
		"connect-session-wire": verdict.Reflect[schema.WireConnectSession],
	}
	for _, name := range schema.Names() {
		want, err := reflected[name](verdict.WithID("https://github.com/verdict-lint/verdict/schema/" + name + ".schema.json"))
		if err != nil {
			t.Fatal(err)
		}
		got, _ := schema.Document(name)
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s drifted, run go generate ./schema: %s", name, diff)
		}
	}
}

func TestDescriptionsAreThoseOfTheComments(t *testing.T) {
	const file = "descriptions_gen.go"
	want, err := comments.Source(".", file)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s drifted, run go generate ./schema: %s", file, diff)
	}
}

func TestTheEnumsAreTheValuesOfTheTypes(t *testing.T) {
	cases := []struct {
		document   string
		categories []string
		types      []string
	}{
		{"connect-session", texts(schema.Category("").Values()), texts(schema.SessionType("").Values())},
		{"connect-session-wire", texts(schema.WireCategory("").Values()), texts(schema.WireSessionType("").Values())},
	}
	for _, c := range cases {
		var got struct {
			Properties struct {
				Categories struct {
					Items struct {
						Enum []string `json:"enum"`
					} `json:"items"`
				} `json:"categories"`
				Type struct {
					Enum []*string `json:"enum"`
				} `json:"type"`
			} `json:"properties"`
		}
		decodeDocument(t, c.document, &got)
		if diff := cmp.Diff(c.categories, got.Properties.Categories.Items.Enum); diff != "" {
			t.Errorf("%s: categories: %s", c.document, diff)
		}
		var types []string
		null := false
		for _, v := range got.Properties.Type.Enum {
			if v == nil {
				null = true
				continue
			}
			types = append(types, *v)
		}
		if diff := cmp.Diff(c.types, types); diff != "" || !null {
			t.Errorf("%s: types, null among them %v: %s", c.document, null, diff)
		}
	}
}

func decodeDocument(t *testing.T, name string, v any) {
	t.Helper()
	document, ok := schema.Document(name)
	if !ok {
		t.Fatalf("no document %q", name)
	}
	if err := json.Unmarshal(document, v); err != nil {
		t.Fatal(err)
	}
}

func texts[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}
