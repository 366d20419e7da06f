package verdict_test

// This file tests decoding of objects whose properties were recorded while they were validated.

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/race"
	"github.com/verdict-lint/verdict/null"
)

type recordedLeaf struct {
	A int             `json:"a,omitempty"`
	B null.Or[string] `json:"b,omitzero"`
}

type recordedRaws map[string]json.RawMessage

type recordedRoot struct {
	First   recordedLeaf                         `json:"first,omitzero"`
	Many    []recordedLeaf                       `json:"many,omitempty"`
	ByName  map[string]recordedLeaf              `json:"byName,omitempty"`
	Next    *recordedRoot                        `json:"next,omitempty"`
	Raw     json.RawMessage                      `json:"raw,omitempty"`
	Entries null.Or[map[string]json.RawMessage]  `json:"entries,omitzero"`
	Lists   map[string][]map[string]recordedRaws `json:"lists,omitempty"`
	Any     any                                  `json:"any,omitempty"`
	Last    string                               `json:"last,omitempty"`
}

// Each object is decoded from its own record, regardless of what is between it and the one before
// and how that is decoded.
func TestRecordedPropertiesAreDecodedAsOthers(t *testing.T) {
	typed := verdict.MustFor[recordedRoot](verdict.WithWorkers(2))
	const shared = 640 << 10 // bytes of an array that goroutines share
	leaves := []string{`{}`, `{ }`, `{"a":1}`, `{"b":null,"a":2}`, `{"other":{"a":3,"b":{"a":[{}]}},"a":4,"b":"é"}`, "{\n \"b\" : \"x\",\n \"a\" : 5 , \"c\":[{\"a\":6}] }"}
	type decoding struct {
		payload string
		want    recordedRoot
	}
	var decodings []decoding
	for i, leaf := range leaves {
		other := leaves[(i+2)%len(leaves)]
		nested := fmt.Sprintf(`{"last":"z","next":{"first":%s,"unknown":%s,"last":"y"},"first":%s}`, leaf, other, other)
		payloads := []string{
			nested,
			fmt.Sprintf(`{"raw":%s,"any":%s,"first":%s,"last":"x"}`, nested, nested, leaf),
			fmt.Sprintf(`{"raw":%s,"entries":%s,"first":%s,"any":%s}`, leaf, nested, other, nested),
			fmt.Sprintf(`{"first":%s,"entries":%s,"last":"x"}`, leaf, other),
			fmt.Sprintf("{\n \"entries\" : { \"é\" : %s ,\n \"b\" :%s , \"c\": -1.5e3 }, \"first\" : %s}", leaf, nested, other),
			fmt.Sprintf(`{"entries":{"\u0061":%s},"first":%s}`, leaf, other),
			fmt.Sprintf(`{"lists":{"a":[{"b":%s,"c":%s},{},{"d":{"e":[%s]}}],"f":[]},"entries":null,"first":%s}`, leaf, other, nested, leaf),
			fmt.Sprintf(`{"many":[%s,%s , %s],"x":[%s],"byName":{"k":%s,"a":%s},"next":%s,"last":"\u0061"}`, leaf, other, leaf, leaf, other, leaf, nested),
		}
		if i >= 4 { // most of the time is for the many items without properties
			many := strings.TrimSuffix(strings.Repeat(leaf+",", shared/len(leaf)), ",")
			payloads = append(payloads, fmt.Sprintf(`{ "first" : %s, "many": [%s], "last": "w" }`, leaf, many))
		}
		for _, payload := range payloads {
			d := decoding{payload: payload}
			if err := json.Unmarshal([]byte(payload), &d.want); err != nil {
				t.Fatal(err)
			}
			decodings = append(decodings, d)
		}
	}
	for range 2 { // the second time with predictions
		for _, d := range decodings {
			got, err := typed.Decode([]byte(d.payload))
			if err != nil || !reflect.DeepEqual(got, d.want) {
				t.Fatalf("%.300s is decoded as %.300v, %v; want %.300v", d.payload, got, err, d.want)
			}
			var into recordedRoot
			if err := typed.DecodeInto([]byte(d.payload), &into); err != nil || !reflect.DeepEqual(into, d.want) {
				t.Fatalf("%.300s is decoded into %.300v, %v; want %.300v", d.payload, into, err, d.want)
			}
		}
	}
}

type (
	recordedColor  string
	recordedColors struct {
		One    recordedColor                      `json:"one,omitempty"`
		Maybe  null.Or[recordedColor]             `json:"maybe,omitzero"`
		Many   []recordedColor                    `json:"many,omitempty"`
		Plain  string                             `json:"plain,omitempty" jsonschema:"enum=red,enum=blue"`
		Plains []string                           `json:"plains,omitempty" jsonschema:"enum=red,enum=blue"`
		ByName map[string][]recordedColor         `json:"byName,omitempty"`
		Grid   [][]recordedColor                  `json:"grid,omitempty"`
		Fixed  [2]recordedColor                   `json:"fixed,omitzero"`
		Inner  []map[recordedColor]recordedColors `json:"inner,omitempty"`
		Any    any                                `json:"any,omitempty"`
	}
)

var longColor = recordedColor(strings.Repeat("dark", 500) + "blue")

func (recordedColor) Values() []recordedColor {
	return []recordedColor{"", "red", "blue", "grün", longColor}
}

// Constants of the schema are decoded as other strings, regardless of how they are written and where.
func TestRecordedConstantsAreDecodedAsOthers(t *testing.T) {
	typed := verdict.MustFor[recordedColors]()
	colors := []string{`"red"`, `""`, `"grün"`, `"bl\u0075e"`, `"blue"`, `"` + string(longColor) + `"`}
	for i := range 2 * len(colors) { // in the second half with predictions
		a, b := colors[i%len(colors)], colors[(i+1)%len(colors)]
		list := fmt.Sprintf("[ %s,%s , %s]", a, b, a)
		flat := fmt.Sprintf(`"maybe":%s,"many":%s,"one":%s,"plain":"red","plains":["blue", "red"],"fixed":[%s,%s]`, a, list, b, b, a)
		for _, payload := range []string{
			`{` + flat + `}`,
			fmt.Sprintf(`{"byName":{"k":%s,"l":[],"m":[%s]},"grid":[%s,[],[%s]],%s}`, list, a, list, b, flat),
			fmt.Sprintf(`{"any":{%s},"unknown":%s,"inner":[{"blue":{%s},"red":{"many":[]}},{}],%s,"z":{%s}}`, flat, list, flat, flat, flat),
		} {
			var want, into recordedColors
			if err := json.Unmarshal([]byte(payload), &want); err != nil {
				t.Fatal(err)
			}
			got, err := typed.Decode([]byte(payload))
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Fatalf("%.300s is decoded as %.300v, %v; want %.300v", payload, got, err, want)
			}
			if err := typed.DecodeInto([]byte(payload), &into); err != nil || !reflect.DeepEqual(into, want) {
				t.Fatalf("%.300s is decoded into %.300v, %v; want %.300v", payload, into, err, want)
			}
		}
	}
}

// A constant of the schema is not copied.
func TestRecordedConstantsAreThoseOfTheSchema(t *testing.T) {
	if race.Enabled {
		t.Skip("under the race detector, sync.Pool drops items at random, so allocations cannot be counted; go test without -race runs this")
	}
	typed := verdict.MustFor[recordedColors]()
	text := `"` + string(longColor) + `"`
	payload := []byte(`{"one":` + text + `,"many":[` + text + `,` + text + `]}`)
	allocations := allocationsPerRun(100, func() {
		if _, err := typed.Decode(payload); err != nil {
			t.Fatal(err)
		}
	})
	if allocations > 1 {
		t.Errorf("%.0f allocations, want only that of the slice", allocations)
	}
}
