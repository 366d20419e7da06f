package program

import (
	"fmt"
	"strings"
	"testing"
)

// Texts around the borders of one and two words, some of them alike up to there.
func borderTexts() []string {
	var texts []string
	for size := range 40 {
		texts = append(texts, strings.Repeat("a", size), strings.Repeat("a", size)+"b", strings.Repeat("a", size)+"\x00", "b"+strings.Repeat("a", size))
	}
	return append(texts, "exactly16bytes..x", "exactly16bytes..y", "é", "\x00", "\x00\x00")
}

// A dictionary returns the index of each text that was added, and -1 for any other, at any offset
// of the text that is searched.
func TestADictionaryFindsWhatIsInIt(t *testing.T) {
	texts := borderTexts()
	var d Dictionary
	for i, text := range texts {
		if i%2 == 0 {
			d.add(text)
		}
	}
	number := make(map[string]int)
	for i, text := range d.Texts {
		number[text] = i
	}
	for _, text := range texts {
		want, ok := number[text]
		if !ok {
			want = -1
		}
		if got := d.Find([]byte(text)); got != want {
			t.Errorf("%q is %d, want %d", text, got, want)
		}
		for _, around := range []string{"", "\x00", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"} {
			if got := d.FindIn([]byte(around+text+around), len(around), len(around)+len(text)); got != want {
				t.Errorf("%q within %q is %d, want %d", text, around, got, want)
			}
		}
	}
}

func TestADictionaryHoldsEachTextOnce(t *testing.T) {
	var d Dictionary
	for range 2 {
		for i := range 1000 {
			if got := d.add(fmt.Sprintf("name %d", i)); got != i {
				t.Fatalf("name %d is %d", i, got)
			}
		}
	}
	if len(d.Texts) != 1000 {
		t.Errorf("%d texts", len(d.Texts))
	}
}

func TestAnEmptyDictionaryFindsNothing(t *testing.T) {
	if got := new(Dictionary).Find(nil); got != -1 {
		t.Error(got)
	}
}

// A dictionary returns what a map of the same texts returns.
func FuzzDictionary(f *testing.F) {
	f.Add("a,b,,exactly16bytes..,exactly16bytes..x", "exactly16bytes..")
	f.Add(strings.Join(borderTexts(), ","), strings.Repeat("a", 17))
	f.Fuzz(func(t *testing.T, list, wanted string) {
		var d Dictionary
		all := make(map[string]int)
		for _, text := range strings.Split(list, ",") {
			if _, ok := all[text]; !ok {
				all[text] = len(all)
			}
			if got := d.add(text); got != all[text] {
				t.Fatalf("%q was put in as %d, want %d", text, got, all[text])
			}
		}
		want, ok := all[wanted]
		if !ok {
			want = -1
		}
		if got := d.Find([]byte(wanted)); got != want {
			t.Errorf("find %q: %d, want %d", wanted, got, want)
		}
		padded := []byte("," + wanted + list)
		if got := d.FindIn(padded, 1, 1+len(wanted)); got != want {
			t.Errorf("find %q in a text: %d, want %d", wanted, got, want)
		}
	})
}
