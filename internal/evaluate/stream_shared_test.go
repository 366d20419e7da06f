package evaluate

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/race"
	"github.com/verdict-lint/verdict/internal/rounds"
)

// agree compares the result of several goroutines with that of one, for chunks of the given
// number of bytes, and that of a text that is read through a window with that of the whole.
func agree(t *testing.T, p *program.Program, payload []byte, depth, chunk int) bool {
	t.Helper()
	want := new(Evaluator).Accepts(p, new(jsontape.Tape), payload, depth)
	defer func() { p.Workers = 0 }()
	for workers := 2; workers <= 3; workers++ {
		p.Workers = workers
		if got := (&Evaluator{chunk: chunk}).Accepts(p, new(jsontape.Tape), payload, depth); got != want {
			t.Fatalf("accepted by %d: %t, by one: %t, in chunks of %d to a depth of %d\n%s", workers, got, want, chunk, depth, payload)
		}
	}
	for workers := range 3 {
		p.Workers = workers
		for _, window := range []int{chunk, 3 * chunk, len(payload) + 1} {
			e := &Evaluator{chunk: chunk, window: window}
			got := e.AcceptsArray(p, new(jsontape.Tape), bytes.NewReader(payload), depth)
			if got && !want {
				t.Fatalf("accepted by %d through a window of %d, but not in one go, to a depth of %d\n%s", workers, window, depth, payload)
			}
			// An array that is as deep as is allowed is not read through a window.
			if want && !got && window > len(payload) && isArrayWithItems(payload) && depth != 1 {
				t.Fatalf("not accepted by %d through a window of the whole text, to a depth of %d\n%s", workers, depth, payload)
			}
		}
	}
	return want
}

func isArrayWithItems(payload []byte) bool {
	text := bytes.TrimSpace(payload)
	return text[0] == '[' && len(bytes.TrimSpace(text[1:])) > 1
}

// A window moves on over items that are shorter, wherever it ends.
func TestAWindowMayEndAnywhere(t *testing.T) {
	p := lowered(t, `{"type":"array","items":{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer"}}},"minItems":3}`)
	payload := "\n[ {\"a\":\"},{\"}\n, {\"a\":\"x\",\"b\":12345},{},{\"b\":1}  ,\n {\"a\":\"\"} ]\n \n"
	for workers := 1; workers <= 2; workers++ {
		p.Workers = workers
		for window := 20; window <= len(payload)+1; window++ {
			e := &Evaluator{chunk: 7, window: window}
			if !e.AcceptsArray(p, new(jsontape.Tape), strings.NewReader(payload), 0) {
				t.Errorf("a window of %d bytes is not enough", window)
			}
		}
	}
}

// Several goroutines have the same result as one, for all kinds of items and all ends of chunks.
func FuzzSharedArraysAgree(f *testing.F) {
	for seed := range uint64(rounds.Of(100)) {
		f.Add(seed, []byte{})
		f.Add(seed, []byte{byte(seed), byte(seed >> 1), byte(7 * seed)})
	}
	f.Fuzz(func(t *testing.T, seed uint64, noise []byte) {
		g := &generator{rand.New(rand.NewPCG(seed, 3))}
		item := g.any(1)
		schema := fmt.Sprintf(`{"type":"array","items":%s,"minItems":%d,"maxItems":%d}`, item.text, g.IntN(12), 10+g.IntN(20))
		one := lowered(t, item.text)
		items := make([]string, g.IntN(25))
		for i := range items {
			for range 5 { // so that most of them are valid
				if items[i] = item.instance(); byTape(one, []byte(items[i]), 0) {
					break
				}
			}
		}
		comma := g.space() + "," + g.space()
		payload := "[" + strings.Join(items, comma) + "]"
		if g.IntN(2) == 0 {
			schema = `{"properties":{"before":true,"long":` + schema + `}}`
			payload = `{"before":` + g.value() + `,"long":` + payload + `,"after":` + g.value() + `}`
		}
		agree(t, lowered(t, schema), distort([]byte(payload), noise), g.IntN(10), 1+g.IntN(len(payload)))
	})
}

// The same for every offset at which a chunk can end and every byte that can be wrong, in texts
// in which the beginning of an item is easily guessed wrong.
func TestStretchesMayEndAnywhere(t *testing.T) {
	for _, c := range []struct{ name, item, payload string }{
		{"numbers", `{"type":"integer"}`, `[1,22, 333 ,4,5,66,7,8,9,10,11,12]`},
		{"words", `{"type":"string"}`, `["a","b",",","\",\"","c","]","\\","d"]`},
		{"lists", `{"type":"array","items":{"type":"array","items":{"type":"integer"}}}`, `[[[1],[2]],[[3],[],[4]],[],[[5,6]]]`},
		{"objects within objects", `{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"array","items":{"type":"object","properties":{"a":{"type":"integer"}}}}}}`,
			`[{"a":1,"b":[{"a":2},{"a":3}]},{"a":4},{"a":5,"b":[]},{"b":[{"a":6},{"a":7}],"a":8},{},{"a":9}]`},
		{"items in strings", `{"type":"object","properties":{"a":{"type":"string"}}}`,
			`[{"a":"x"},{"a":"},{\"a\":"},{"a":"y"}, {"a":"{\"a\":\"z\"},"}]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := lowered(t, `{"type":"array","items":`+c.item+`}`)
			step := 4 // of the sizes of a chunk; the others are for the fuzz target
			if testing.Short() || race.Enabled {
				step = 10 // the goroutines are the same
			}
			for chunk := 1; chunk <= len(c.payload); chunk += step {
				if !agree(t, p, []byte(c.payload), 0, chunk) {
					t.Fatal("it is not accepted in one go")
				}
				for at := chunk % 3; at < len(c.payload); at += 3 {
					for _, wrong := range `,]}"{[1x` {
						broken := []byte(c.payload)
						broken[at] = byte(wrong)
						agree(t, p, broken, 0, chunk)
					}
					agree(t, p, []byte(c.payload[:at]), 0, chunk)
				}
			}
		})
	}
}

// For output of programs, the first guess is right; otherwise several goroutines would be no faster.
func TestItemsAreFoundWhereTheyBegin(t *testing.T) {
	for _, c := range []struct{ name, text, second, next string }{
		{"compact", `[{"id":1,"a":[{"x":1},{"x":2}]},{"id":2,"a":[{"x":3},{"x":4}]},{"id":3}]`, `{"id":2`, `{"id":3`},
		{"indented", "[\n  {\n    \"id\": {\n      \"id\": 1\n    }\n  },\n  {\n    \"id\": {\n      \"id\": 2\n    }\n  },\n  {\n    \"id\": 3\n  }\n]",
			"{\n    \"id\": {\n      \"id\": 2", "{\n    \"id\": 3"},
		{"numbers", "[1, 2, 3]", "2", "3"},
		{"words", `["a","b","c"]`, `"b"`, `"c"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			second, want := strings.Index(c.text, c.second), strings.Index(c.text, c.next)
			mark := markOfItems([]byte(c.text), second)
			for _, from := range []int{second + 1, want} {
				if got := mark.next([]byte(c.text), from); got != want {
					t.Errorf("from %d on, the next item is guessed at %d, and is at %d", from, got, want)
				}
			}
		})
	}
}
