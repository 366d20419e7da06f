package verdict_test

import (
	"testing"

	"github.com/verdict-lint/verdict"
)

// FuzzInstance visits every value of any payload as an Instance and reports a violation at it: the
// violation is at the bytes of the value, so pointers and places agree, and nothing panics.
func FuzzInstance(f *testing.F) {
	for _, seed := range validateSeeds {
		f.Add([]byte(seed[1]))
	}
	f.Add([]byte(`{"": [{"~/": {"é": [null, "😀", -1.5e3]}}], "\u0061": {"0": [[]]}}`))
	f.Fuzz(func(t *testing.T, payload []byte) {
		if !compiled(t, `true`).Valid(payload) {
			return // a duplicate name has two values and one pointer
		}
		raws := make(map[string]string) // by pointer
		var visit func(i verdict.Instance, report verdict.Report)
		visit = func(i verdict.Instance, report verdict.Report) {
			raws[i.Pointer()] = string(i.Raw())
			report.Add(verdict.Violation{Message: "is wrong", Pointer: i.Pointer(), Params: verdict.ParamsOf(map[string]any{"kind": i.Kind(), "bool": i.Bool()})})
			var decoded any
			if err := i.Decode(&decoded); err != nil && i.Kind() != verdict.KindNumber { // which may be out of range
				for range i.Items() {
					return
				}
				for range i.Properties() {
					return
				}
				t.Errorf("%s cannot be decoded: %v", i.Raw(), err)
			}
			children := 0
			for name, value := range i.Properties() {
				if found, ok := i.Property(name); !ok || found != value {
					t.Errorf("%q is not found in %s", name, i.Raw())
				}
				children++
				visit(value, report)
			}
			for _, item := range i.Items() {
				children++
				visit(item, report)
			}
			if children != 0 && children != i.Len() {
				t.Errorf("%d children of %d", children, i.Len())
			}
		}
		s := compiled(t, `{"x-visit": true}`, verdict.WithMaxViolations(0), verdict.WithKeyword("x-visit",
			func(verdict.KeywordUse) (verdict.KeywordCheck, error) { return visit, nil }))
		_, violations := outcome(t, s, payload)
		if len(violations) == 0 {
			t.Error("no violations")
		}
		for _, v := range violations {
			if got := string(payload[v.Offset:v.End]); got != raws[v.Pointer] {
				t.Errorf("the violation at %s is at %s, not %s", v.Pointer, got, raws[v.Pointer])
			}
		}
	})
}
