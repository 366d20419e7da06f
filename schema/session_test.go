package schema_test

import (
	"encoding/json"
	"testing"
	"time"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict/schema"
)

const full = `{"id":12.5,"organizationId":7,"projectId":"p","categories":["ats","hrisLegacy"],"provider":"workday",` +
	`"originOwnerId":"o","originOwnerName":"Owner","originUsername":null,"accountId":"a","label":null,` +
	`"createdAt":"2024-02-29T12:00:00.5+05:30","metadata":{"n":12345678901234567890.1234567890,"plan":{"tier":[1,null]}},` +
	`"externalTriggerToken":"f0bc3d88-2178-5423-8c81-b81d6c9da824","type":"PRODUCTION"}`

const least = `{"id":0,"organizationId":-1,"projectId":"","originOwnerId":"","originOwnerName":"","createdAt":"2024-01-01T00:00:00Z"}`

const wire = `{"id":1,"organization_id":2,"project_id":"p","categories":null,"origin_owner_id":"o","origin_owner_name":"n",` +
	`"created_at":"2024-01-01T00:00:00-08:00","metadata":{},"type":"production"}`

// Every payload is encoded to the same bytes again, so nothing is lost: not the three
// states, nor an offset, nor a digit of metadata.
func TestPayloadsGoThroughTheModelUnchanged(t *testing.T) {
	cases := []struct {
		name    string
		payload string
		model   func() any
	}{
		{"every property", full, func() any { return new(schema.ConnectSession) }},
		{"only what is required", least, func() any { return new(schema.ConnectSession) }},
		{"metadata null", least[:len(least)-1] + `,"metadata":null}`, func() any { return new(schema.ConnectSession) }},
		{"wire", wire, func() any { return new(schema.WireConnectSession) }},
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
	if err := json.Unmarshal([]byte(full), &s); err != nil {
		t.Fatal(err)
	}
	if _, offset := s.CreatedAt.Zone(); offset != int((5*time.Hour+30*time.Minute)/time.Second) {
		t.Errorf("offset of %d seconds", offset)
	}
}
