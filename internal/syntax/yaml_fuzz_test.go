package syntax

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"
)

// Quoting a number keeps its text, and nothing else changes.
func FuzzYAMLEdit(f *testing.F) {
	for _, seed := range []string{
		"a: &x [1, {b: 0x1F}]\nc: *x\nd: 007\n", "---\na: |\n  x\nb: -0.50\n...\n", "? 1\n: .5",
		"{a: +5, b: [1_0, 2]}", "- - - 1\n- !!int 3", "a: .inf\rb: 1\r",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		docs := YAML(source)
		if len(docs) != 1 || len(docs[0].Errors) > 0 {
			return
		}
		doc := docs[0]
		before := doc.Text.JSON
		for i, s := range doc.Text.segments {
			end := len(before)
			if i+1 < len(doc.Text.segments) {
				end = doc.Text.segments[i+1].json
			}
			token := before[s.json:end]
			if len(token) == 0 || token[0] != '-' && (token[0] < '0' || token[0] > '9') {
				continue
			}
			edits := doc.InSource(Edit{s.json, end, `"` + string(token) + `"`})
			if len(edits) != 1 {
				continue
			}
			e := edits[0]
			edited := slices.Concat(doc.Source[:e.Start], []byte(e.Text), doc.Source[e.End:])
			want := slices.Concat(before[:s.json], []byte(Quote(string(doc.Source[s.start:s.end]))), before[end:])
			after := YAML(edited)
			if len(after) != 1 || len(after[0].Errors) > 0 || !json.Valid(want) || !bytes.Equal(after[0].Text.JSON, want) {
				t.Fatalf("%q becomes %q, which is %q, want %q", source, edited, after[0].Text.JSON, want)
			}
		}
	})
}
