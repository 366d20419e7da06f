package schema_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict/fixtures"
	"github.com/verdict-lint/verdict/schema"
)

// payload returns a session with the fields that keep returns a value for, in the order of the model.
func payload(t *testing.T, wire bool, keep func(f fixtures.Field, value string, nullable bool) string) string {
	t.Helper()
	var members []string
	for _, f := range fixtures.Fields() {
		name, value, nullable := f.In(wire)
		if value = keep(f, value, nullable); value != "" {
			members = append(members, `"`+name+`":`+value)
		}
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, []byte("{"+strings.Join(members, ",")+"}")); err != nil {
		t.Fatal(err)
	}
	return compact.String()
}

func every(_ fixtures.Field, value string, _ bool) string { return value }

func nullIfAllowed(_ fixtures.Field, value string, nullable bool) string {
	if nullable {
		return "null"
	}
	return value
}

func onlyRequired(f fixtures.Field, value string, _ bool) string {
	if f.Required {
		return value
	}
	return ""
}

const precise = `{"id":12.5,"organizationId":7,"projectId":"","originOwnerId":"","originOwnerName":"",` +
	`"createdAt":"2024-02-29T12:00:00.5+05:30","metadata":{"n":12345678901234567890.1234567890,"plan":{"tier":[1,null]}}}`

// Every payload is encoded to the same bytes again, so nothing is lost: not the three
// states, nor an offset, nor a digit of metadata.
func TestPayloadsGoThroughTheModelUnchanged(t *testing.T) {
	documented, wire := func() any { return new(schema.ConnectSession) }, func() any { return new(schema.WireConnectSession) }
	cases := []struct {
		name    string
		payload string
		model   func() any
	}{
		{"every property", payload(t, false, every), documented},
		{"every property in the wire form", payload(t, true, every), wire},
		{"null", payload(t, false, nullIfAllowed), documented},
		{"null in the wire form", payload(t, true, nullIfAllowed), wire},
		{"only what is required", payload(t, false, onlyRequired), documented},
		{"only what is required in the wire form", payload(t, true, onlyRequired), wire},
		{"many digits, and an offset", precise, documented},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			v1, v2 := c.model(), c.model()
			if err := json.Unmarshal([]byte(c.payload), v1); err != nil {
				t.Fatal(err)
			}
			got, err := json.Marshal(v1)
			if err != nil || string(got) != c.payload {
				t.Errorf("encoding/json: %v\n%s", err, cmp.Diff(c.payload, string(got)))
			}
			if err := jsonv2.Unmarshal([]byte(c.payload), v2); err != nil {
				t.Fatal(err)
			}
			got, err = jsonv2.Marshal(v2)
			if err != nil || string(got) != c.payload {
				t.Errorf("go-json-experiment/json: %v\n%s", err, cmp.Diff(c.payload, string(got)))
			}
		})
	}
}

func TestCreatedAtKeepsItsOffset(t *testing.T) {
	var s schema.ConnectSession
	if err := json.Unmarshal([]byte(precise), &s); err != nil {
		t.Fatal(err)
	}
	if _, offset := s.CreatedAt.Zone(); offset != int((5*time.Hour+30*time.Minute)/time.Second) {
		t.Errorf("offset of %d seconds", offset)
	}
}
