package bench

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// The table has a row for each decoder, and every decoder decodes every session.
func TestTheDecodeTableHasEveryDecoder(t *testing.T) {
	shapes, err := DecodeShapes(nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(shapes) != 1 || len(shapes[0].Payloads) != 2500 {
		t.Fatalf("%d shapes, %d payloads", len(shapes), len(shapes[0].Payloads))
	}
	shapes[0].Payloads = shapes[0].Payloads[:10]
	var table bytes.Buffer
	if err := WriteDecodeTable(&table, shapes, Config{Rounds: 1, Turn: time.Millisecond}); err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSpace(table.String()), "\n")
	if len(rows) != 2+2+2*len(unmarshalers) || !strings.HasPrefix(rows[2], "| verdict | ") {
		t.Errorf("%s", table.String())
	}
}

// The table has a row for each encoder, and every encoder encodes every session.
func TestTheEncodeTableHasEveryEncoder(t *testing.T) {
	shapes, err := EncodeShapes(nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(shapes) != 1 || len(shapes[0].Payloads) != 2500 {
		t.Fatalf("%d shapes, %d payloads", len(shapes), len(shapes[0].Payloads))
	}
	shapes[0].Payloads = shapes[0].Payloads[:10]
	var table bytes.Buffer
	if err := WriteEncodeTable(&table, shapes, Config{Rounds: 1, Turn: time.Millisecond}); err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSpace(table.String()), "\n")
	if len(rows) != 2+4+len(marshalers) || !strings.HasPrefix(rows[4], "| "+marshalThenValidate+" | 1.00 | ") {
		t.Errorf("%s", table.String())
	}
}
