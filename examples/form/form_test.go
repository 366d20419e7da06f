package main

import (
	"bytes"
	"flag"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/schema"
)

var update = flag.Bool("update", false, "write the golden files")

func session(t *testing.T) http.Handler {
	t.Helper()
	document, ok := schema.Document("connect-session")
	if !ok {
		t.Fatal("no document")
	}
	return handler(verdict.MustCompile(document))
}

// entered is a valid session.
func entered() url.Values {
	return url.Values{
		"id": {"1"}, "organizationId": {"2"}, "projectId": {"p"}, "originOwnerId": {"o"}, "originOwnerName": {"<b>Ann</b>"},
		"createdAt": {"2024-05-01T09:30"}, "categories": {`"ats"`, `"crm"`}, "null:label": {"on"}, "type": {`"TEST"`}, "metadata": {`{"plan": 1}`},
	}
}

func post(h http.Handler, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestFormOfASession(t *testing.T) {
	h := session(t)
	empty := httptest.NewRecorder()
	h.ServeHTTP(empty, httptest.NewRequest(http.MethodGet, "/", nil))
	wrong := entered()
	for name, text := range map[string]string{"id": "seven", "projectId": "", "type": `"DEMO"`, "createdAt": "yesterday", "metadata": "[1]", "originUsername": ""} {
		wrong.Set(name, text)
	}
	wrong.Add("categories", `"nope"`)
	for name, test := range map[string]struct {
		got    *httptest.ResponseRecorder
		status int
	}{
		"empty": {empty, 200}, "valid": {post(h, entered()), 200}, "invalid": {post(h, wrong), 422}, "nothing": {post(h, nil), 422},
	} {
		t.Run(name, func(t *testing.T) {
			if test.got.Code != test.status {
				t.Errorf("status %d", test.got.Code)
			}
			golden := filepath.Join("testdata", name+".html")
			if *update {
				if err := os.WriteFile(golden, test.got.Body.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil || !bytes.Equal(test.got.Body.Bytes(), want) {
				t.Errorf("%v\ngot  %s\nwant %s", err, test.got.Body, want)
			}
		})
	}
}

func TestPayloadHasTheInput(t *testing.T) {
	document, _ := schema.Document("connect-session")
	s := verdict.MustCompile(document)
	got := string(Payload(Fields(s), entered()))
	const want = `{"id":1,"organizationId":2,"projectId":"p","categories":["ats","crm"],"originOwnerId":"o","originOwnerName":"\u003cb\u003eAnn\u003c/b\u003e",` +
		`"label":null,"createdAt":"2024-05-01T09:30:00Z","metadata":{"plan": 1},"type":"TEST"}`
	if got != want || !s.Valid([]byte(got)) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestEachKindOfPropertyHasItsControl(t *testing.T) {
	s := verdict.MustCompile([]byte(`{
		"properties": {
			"mail": {"type": "string", "format": "email"}, "site": {"type": "string", "format": "uri"}, "day": {"type": "string", "format": "date"},
			"at": {"type": "string", "format": "date-time"}, "text": {"type": "string"}, "count": {"type": "integer", "minimum": 1, "maximum": 9},
			"ratio": {"type": ["number", "null"]}, "on": {"type": "boolean"}, "size": {"enum": ["S", 2, null], "title": "Size"},
			"version": {"const": 3}, "tags": {"type": "array", "items": {"enum": ["a", "b"]}}, "free": {}, "ref": {"$ref": "#/$defs/mail"}},
		"allOf": [{"properties": {"more": {"type": "string"}}, "required": ["more", "on"]}],
		"$defs": {"mail": {"type": "string", "format": "email", "description": "of the owner"}}}`))
	var got []string
	for _, f := range Fields(s) {
		line := f.Name + " " + f.Kind
		if f.Required {
			line += " required"
		}
		if f.Nullable {
			line += " nullable"
		}
		for _, o := range f.Options {
			line += " " + o.JSON
		}
		got = append(got, strings.TrimSpace(line+" "+f.Step+f.Min+f.Max+f.Help))
	}
	want := []string{
		"mail email", "site url", "day date", "at datetime-local", "text text", "count number 119", "ratio number nullable any",
		"on select required true false", `size select "S" 2 null`, "version hidden 3", `tags multiple "a" "b"`, "free json",
		"ref email of the owner", "more text required",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestErrorsAreAtTheirFields(t *testing.T) {
	s := verdict.MustCompile([]byte(`{"properties": {"a": {"items": {"type": "integer"}}, "b/c": {"type": "string"}}, "required": ["b/c"], "minProperties": 3}`))
	fields := Fields(s)
	others := Show(s, fields, []byte(`{"a": [1, "x"]}`))
	if len(fields[0].Errors) != 1 || len(fields[1].Errors) != 1 || len(others) != 1 {
		t.Errorf("got %q, %q and %q", fields[0].Errors, fields[1].Errors, others)
	}
}

func TestAnnotationsOfAValidPayloadAreShown(t *testing.T) {
	s := verdict.MustCompile([]byte(`{"properties": {"kind": {}, "number": {"deprecated": true}},
		"if": {"properties": {"kind": {"const": "car"}}}, "then": {"properties": {"number": {"description": "of the plate"}}}}`))
	for payload, want := range map[string][]string{
		`{"kind": "car", "number": "1"}`:  {"deprecated", "of the plate"},
		`{"kind": "bike", "number": "1"}`: {"deprecated"},
		`{"kind": "car"}`:                 nil,
	} {
		fields := Fields(s)
		Show(s, fields, []byte(payload))
		if got := named(fields, "number").Notes; !slices.Equal(got, want) {
			t.Errorf("%s: %q", payload, got)
		}
	}
}
