package patch

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// parsed returns the tape of a text that is JSON.
func parsed(t testing.TB, text string) *jsontape.Tape {
	t.Helper()
	tape := new(jsontape.Tape)
	if !tape.Parse([]byte(text), jsontape.Limits{}) {
		t.Fatalf("%s: %s", text, tape.Message(&tape.Errors[0]))
	}
	return tape
}

// TestMergePatchesDoWhatTheirSpecificationShows has the cases of RFC 7396, appendix A.
func TestMergePatchesDoWhatTheirSpecificationShows(t *testing.T) {
	for _, c := range []struct{ document, patch, want string }{
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`},
		{`{"a":"b"}`, `{"a":null}`, `{}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`},
		{`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"c"}`, `{"a":["b"]}`, `{"a":["b"]}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`},
		{`{"a":[{"b":"c"}]}`, `{"a":[1]}`, `{"a":[1]}`},
		{`["a","b"]`, `["c","d"]`, `["c","d"]`},
		{`{"a":"b"}`, `["c"]`, `["c"]`},
		{`{"a":"foo"}`, `null`, `null`},
		{`{"a":"foo"}`, `"bar"`, `"bar"`},
		{`{"e":null}`, `{"a":1}`, `{"e":null,"a":1}`},
		{`[1,2]`, `{"a":"b","c":null}`, `{"a":"b"}`},
		{`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
		{`{"a":1e400,"b":"\u00e9"}`, `{"c":1.10}`, `{"a":1e400,"b":"\u00e9","c":1.10}`}, // as written
		{`{"a/b":{"~":1}}`, `{"a/b":{"~":null,"\u007e1":2}}`, `{"a/b":{"~1":2}}`},
	} {
		d := Open(parsed(t, c.document))
		d.Merge(parsed(t, c.patch))
		if got := textOf(d); got != c.want {
			t.Errorf("%s with %s: %s, want %s", c.document, c.patch, got, c.want)
		}
	}
}

// TestOperationsDoWhatTheirSpecificationShows has the cases of RFC 6902, appendix A, and others
// of the same kinds. In place of a result there is the operation that fails.
func TestOperationsDoWhatTheirSpecificationShows(t *testing.T) {
	fails := func(index int, op, pointer string, problem Problem) string {
		return fmt.Sprint(Error{index, op, pointer, problem})
	}
	for _, c := range []struct{ name, document, patch, want string }{
		{"A.1 add a property", `{"foo":"bar"}`, `[{"op":"add","path":"/baz","value":"qux"}]`, `{"foo":"bar","baz":"qux"}`},
		{"A.2 add an item", `{"foo":["bar","baz"]}`, `[{"op":"add","path":"/foo/1","value":"qux"}]`, `{"foo":["bar","qux","baz"]}`},
		{"A.3 remove a property", `{"baz":"qux","foo":"bar"}`, `[{"op":"remove","path":"/baz"}]`, `{"foo":"bar"}`},
		{"A.4 remove an item", `{"foo":["bar","qux","baz"]}`, `[{"op":"remove","path":"/foo/1"}]`, `{"foo":["bar","baz"]}`},
		{"A.5 replace", `{"baz":"qux","foo":"bar"}`, `[{"op":"replace","path":"/baz","value":"boo"}]`, `{"baz":"boo","foo":"bar"}`},
		{"A.6 move a value", `{"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}}`,
			`[{"op":"move","from":"/foo/waldo","path":"/qux/thud"}]`, `{"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}`},
		{"A.7 move an item", `{"foo":["all","grass","cows","eat"]}`, `[{"op":"move","from":"/foo/1","path":"/foo/3"}]`, `{"foo":["all","cows","eat","grass"]}`},
		{"A.8 test", `{"baz":"qux","foo":["a",2,"c"]}`, `[{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2}]`, `{"baz":"qux","foo":["a",2,"c"]}`},
		{"A.9 failing test", `{"baz":"qux"}`, `[{"op":"test","path":"/baz","value":"bar"}]`, fails(0, "test", "/baz", Differs)},
		{"A.10 add an object", `{"foo":"bar"}`, `[{"op":"add","path":"/child","value":{"grandchild":{}}}]`, `{"foo":"bar","child":{"grandchild":{}}}`},
		{"A.11 ignore other members", `{"foo":"bar"}`, `[{"op":"add","path":"/baz","value":"qux","xyz":123,"from":1}]`, `{"foo":"bar","baz":"qux"}`},
		{"A.12 add to nothing", `{"foo":"bar"}`, `[{"op":"add","path":"/baz/bat","value":"qux"}]`, fails(0, "add", "/baz/bat", NoParent)},
		{"A.14 escapes", `{"/":9,"~1":10}`, `[{"op":"test","path":"/~01","value":10}]`, `{"/":9,"~1":10}`},
		{"A.15 string is not number", `{"/":9,"~1":10}`, `[{"op":"test","path":"/~01","value":"10"}]`, fails(0, "test", "/~01", Differs)},
		{"A.16 add an array", `{"foo":["bar"]}`, `[{"op":"add","path":"/foo/-","value":["abc","def"]}]`, `{"foo":["bar",["abc","def"]]}`},

		{"the whole document", `{"a":1}`, `[{"op":"replace","path":"","value":[1]},{"op":"add","path":"/0","value":0}]`, `[0,1]`},
		{"remove the whole document", `{}`, `[{"op":"remove","path":""}]`, fails(0, "remove", "", WholeDocument)},
		{"copy the document into itself", `{"a":1}`, `[{"op":"copy","from":"","path":"/b"}]`, `{"a":1,"b":{"a":1}}`},
		{"move into itself", `{"a":{"b":1}}`, `[{"op":"move","from":"/a","path":"/a/b"}]`, fails(0, "move", "/a", IntoItself)},
		{"move to a name with the same beginning", `{"a":1}`, `[{"op":"move","from":"/a","path":"/ab"}]`, `{"ab":1}`},
		{"move to the same place", `{"a":1}`, `[{"op":"move","from":"/a","path":"/a"}]`, `{"a":1}`},
		{"move nothing to the same place", `{"a":1}`, `[{"op":"move","from":"/b","path":"/b"}]`, fails(0, "move", "/b", NoValue)},
		{"a copy is independent", `{"a":{"x":[1]}}`, `[{"op":"add","path":"/a/x/-","value":2},{"op":"copy","from":"/a","path":"/b"},{"op":"remove","path":"/a/x/0"}]`, `{"a":{"x":[2]},"b":{"x":[1,2]}}`},
		{"a value of the patch is independent", `{}`, `[{"op":"add","path":"/a","value":{}},{"op":"copy","from":"/a","path":"/b"},{"op":"add","path":"/b/c","value":1}]`, `{"a":{},"b":{"c":1}}`},
		{"remove and add again", `{"a":1,"b":2}`, `[{"op":"remove","path":"/a"},{"op":"add","path":"/a","value":3}]`, `{"a":3,"b":2}`},
		{"remove twice", `{"a":1}`, `[{"op":"remove","path":"/a"},{"op":"remove","path":"/a"}]`, fails(1, "remove", "/a", NoValue)},
		{"test is about values", `{"a":[1.0,{"x":1,"y":"\u0061"}]}`, `[{"op":"test","path":"/a","value":[1e0,{"y":"a","x":10e-1}]}]`, `{"a":[1.0,{"x":1,"y":"\u0061"}]}`},
		{"test is exact", `{"a":9007199254740993}`, `[{"op":"test","path":"/a","value":9007199254740992}]`, fails(0, "test", "/a", Differs)},
		{"test sees earlier operations", `{"a":[]}`, `[{"op":"add","path":"/a/-","value":1},{"op":"test","path":"/a","value":[1]}]`, `{"a":[1]}`},
		{"the end is no item", `[1]`, `[{"op":"replace","path":"/-","value":2}]`, fails(0, "replace", "/-", NoItem)},
		{"add behind the end", `[1]`, `[{"op":"add","path":"/2","value":2}]`, fails(0, "add", "/2", NoItem)},
		{"an index with a leading zero", `[1,2]`, `[{"op":"remove","path":"/01"}]`, fails(0, "remove", "/01", NoItem)},
		{"an index with a sign", `[1,2]`, `[{"op":"remove","path":"/+1"}]`, fails(0, "remove", "/+1", NoItem)},
		{"a negative index", `[1,2]`, `[{"op":"remove","path":"/-1"}]`, fails(0, "remove", "/-1", NoItem)},
		{"a huge index", `[1,2]`, `[{"op":"remove","path":"/99999999999999999999"}]`, fails(0, "remove", "/99999999999999999999", NoItem)},
		{"below a scalar", `{"a":1}`, `[{"op":"add","path":"/a/b","value":1}]`, fails(0, "add", "/a/b", NoParent)},
		{"the empty name", `{"":1}`, `[{"op":"copy","from":"/","path":"/b"}]`, `{"":1,"b":1}`},
		{"replace nothing", `{}`, `[{"op":"replace","path":"/a","value":1}]`, fails(0, "replace", "/a", NoValue)},
		{"copy nothing", `{}`, `[{"op":"copy","from":"/a","path":"/b"}]`, fails(0, "copy", "/a", NoValue)},
		{"numbers remain as written", `{"a":1.50,"b":1}`, `[{"op":"move","from":"/a","path":"/c"}]`, `{"b":1,"c":1.50}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := Open(parsed(t, c.document))
			e := d.Apply(parsed(t, c.patch), Limits{})
			got := textOf(d)
			if e != nil {
				got = fmt.Sprint(*e)
			}
			if got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// TestOperationsAreBounded tries patches that would make a document large, or take long.
func TestOperationsAreBounded(t *testing.T) {
	many := func(n int, op string) string { return "[" + strings.Repeat(op+",", n-1) + op + "]" }
	var itself strings.Builder
	for k := range 60 {
		fmt.Fprintf(&itself, `{"op":"copy","from":"","path":"/%d"},`, k)
	}
	long := "[" + strings.Repeat("0,", 50_000) + "0]"
	for _, c := range []struct {
		name, document, patch string
		want                  Problem
	}{
		{"copies that double", `{"a":[1]}`, many(60, `{"op":"copy","from":"/a","path":"/a/-"}`), CopiesTooMuch},
		{"the document into itself", `{}`, `[` + itself.String() + `{"op":"remove","path":"/0"}]`, CopiesTooMuch},
		{"copies of a large value", `{"a":"` + strings.Repeat("x", 1000) + `","b":[]}`, many(2000, `{"op":"copy","from":"/a","path":"/b/-"}`), CopiesTooMuch},
		{"insertions in a long array", long, many(5000, `{"op":"add","path":"/0","value":0}`), TooManySteps},
		{"removals from a long array", long, many(5000, `{"op":"remove","path":"/0"}`), TooManySteps},
		{"tests of a long value", long, many(1000, `{"op":"test","path":"","value":`+"[]"+`}`), Differs},
		{"tests of a changed value", `{"a":"` + strings.Repeat("x", 20_000) + `"}`,
			`[{"op":"add","path":"/b","value":1},` + many(1000, `{"op":"test","path":"/b","value":1},{"op":"test","path":"/a","value":"`+strings.Repeat("x", 20_000)+`"}`)[1:], TooManySteps},
		{"a deep pointer", `{}`, `[{"op":"add","path":"` + strings.Repeat("/a", 2000) + `","value":1}]`, TooDeep},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := Open(parsed(t, c.document))
			e := d.Apply(parsed(t, c.patch), Limits{Bytes: 1 << 17, Depth: 1000})
			if e == nil || e.Problem != c.want {
				t.Errorf("%v, want %d", e, c.want)
			}
		})
	}
}

// TestMovingDoesNotNestWithoutEnd nests a value in itself again and again, with pointers that are
// not deeper than the limit.
func TestMovingDoesNotNestWithoutEnd(t *testing.T) {
	const depth = 100
	nest := `,{"op":"add","path":"/b","value":` + strings.Repeat(`{"":`, depth-3) + "{}" + strings.Repeat("}", depth-3) + `},
		{"op":"move","from":"/a","path":"/b` + strings.Repeat("/", depth-2) + `"},{"op":"move","from":"/b","path":"/a"}`
	nested := `{"op":"add","path":"/a","value":{}}` + strings.Repeat(nest, 20)
	for _, c := range []struct {
		name, last string
		want       Problem
	}{
		{"moves", `{"op":"test","path":"/a/","value":{}}`, Differs},
		{"a copy", `{"op":"copy","from":"/a","path":"/c"}`, TooDeep},
		{"nothing more", `{"op":"add","path":"/c","value":1}`, None},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := Open(parsed(t, `{}`))
			e := d.Apply(parsed(t, "["+nested+","+c.last+"]"), Limits{Bytes: 1 << 20, Depth: depth})
			if (e == nil) != (c.want == None) || e != nil && e.Problem != c.want {
				t.Fatalf("%v, want %d", e, c.want)
			}
			if got := strings.Count(textOf(d), "{"); got != depth+1 {
				t.Errorf("%d levels are written, want one more than %d", got, depth)
			}
		})
	}
}

// TestRemovedPropertiesAreDropped checks that later copies and tests cost only what the object still has.
func TestRemovedPropertiesAreDropped(t *testing.T) {
	const n = 1000
	d := Open(parsed(t, `{"kept":1}`))
	for _, op := range []string{`{"op":"add","path":"/p%d","value":0}`, `{"op":"remove","path":"/p%d"}`} {
		for k := range n {
			if e := d.Apply(parsed(t, "["+fmt.Sprintf(op, k)+"]"), Limits{}); e != nil {
				t.Fatal(e)
			}
		}
	}
	if got := len(d.root.members); got > 2*many+2 {
		t.Errorf("an object with 1 property keeps %d after %d were removed", got, n)
	}
	if got := textOf(d); got != `{"kept":1}` {
		t.Error(got)
	}
}

// TestManyPropertiesAreFound changes objects of every size around the one from which on
// properties are indexed.
func TestManyPropertiesAreFound(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		model := map[string]int{}
		d := Open(parsed(t, `{}`))
		for k := range 3 * many {
			name := fmt.Sprint("p", r.IntN(2*many))
			_, has := model[name]
			op := fmt.Sprintf(`[{"op":"add","path":"/%s","value":%d}]`, name, k)
			if r.IntN(3) == 0 {
				op = fmt.Sprintf(`[{"op":"remove","path":"/%s"}]`, name)
				delete(model, name)
			} else {
				model[name], has = k, true
			}
			if e := d.Apply(parsed(t, op), Limits{}); (e == nil) != has {
				t.Fatalf("%s: %v", op, e)
			}
		}
		var got map[string]int
		if err := json.Unmarshal([]byte(textOf(d)), &got); err != nil || !reflect.DeepEqual(got, model) {
			t.Fatalf("%v, want %v (%v)", got, model, err)
		}
	}
}

func textOf(d *Document) string {
	text, _ := d.Text()
	return string(text)
}

func TestWhatAnObjectLacksIsKnownUntilItIsNamed(t *testing.T) {
	const text = `{"a": {"b": [{}, {"c": 1}]}, "d": {}}` // each object lacks x
	for _, c := range []struct{ merge, operations, want string }{
		{`{}`, `[]`, `{"a":{"b":[{},{"c":1}]},"d":{}} 0x 5x 11x 14x 28x`},
		{`{"x": 1}`, `[{"op": "add", "path": "/x", "value": 1}]`, `{"a":{"b":[{},{"c":1}]},"d":{},"x":1} 5x 11x 14x 28x`},
		{`{"x": null}`, ``, `{"a":{"b":[{},{"c":1}]},"d":{}} 5x 11x 14x 28x`},
		{`{"d": {"x": {}}, "e": {}}`, ``, `{"a":{"b":[{},{"c":1}]},"d":{"x":{}},"e":{}} 0x 5x 11x 14x`},
		{`{"d": 1}`, `[{"op": "replace", "path": "/d", "value": 1}]`, `{"a":{"b":[{},{"c":1}]},"d":1} 0x 5x 11x 14x`},
		{`{"a": {"b": [{}]}}`, `[{"op": "replace", "path": "/a/b", "value": [{}]}]`, `{"a":{"b":[{}]},"d":{}} 0x 5x 20x`},
		{``, `[{"op": "remove", "path": "/a"}]`, `{"d":{}} 0x 5x`},
		{``, `[{"op": "remove", "path": "/a/b/0"}]`, `{"a":{"b":[{"c":1}]},"d":{}} 0x 5x 11x 25x`},
		{``, `[{"op": "move", "from": "/a/b/1", "path": "/a/b/0"}]`, `{"a":{"b":[{"c":1},{}]},"d":{}} 0x 5x 11x 19x 28x`},
		{``, `[{"op": "copy", "from": "/d", "path": "/e"}]`, `{"a":{"b":[{},{"c":1}]},"d":{},"e":{}} 0x 5x 11x 14x 28x 35x`},
		{``, `[{"op": "test", "path": "/d", "value": {}}, {"op": "add", "path": "/x", "value": 1}, {"op": "remove", "path": "/x"}]`, `{"a":{"b":[{},{"c":1}]},"d":{}} 5x 11x 14x 28x`},
	} {
		for kind, patch := range map[string]string{"merge": c.merge, "operations": c.operations} {
			if patch == "" {
				continue
			}
			tape := parsed(t, strings.ReplaceAll(text, " ", ""))
			d := Open(tape)
			for node := range tape.Nodes {
				if tape.Nodes[node].Kind() == jsontape.Object {
					d.Lacks(uint32(node), "x")
				}
			}
			if kind == "merge" {
				d.Merge(parsed(t, patch))
			} else if e := d.Apply(parsed(t, patch), Limits{}); e != nil {
				t.Fatal(patch, e)
			}
			result, lacks := d.Text()
			got := string(result)
			for _, l := range lacks {
				got += fmt.Sprintf(" %d%s", l.Object, l.Name)
			}
			if got != c.want {
				t.Errorf("%s:\ngot  %s\nwant %s", patch, got, c.want)
			}
		}
	}
}
