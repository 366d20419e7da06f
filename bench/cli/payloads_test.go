package main

import (
	"bytes"
	"os"
	"testing"

	"github.com/verdict-lint/verdict"
)

// The exit codes that tasks expect are correct only if this is true of the payloads.
func TestOneInSoManyRecordsIsBroken(t *testing.T) {
	schema := verdict.MustCompile([]byte(objectSchema), verdict.WithStrict(true))
	for _, broken := range []int{0, 10} {
		w := newWriter(broken)
		for i := 1; i <= 400; i++ {
			var b bytes.Buffer
			w.record(&b)
			if want := broken == 0 || i%broken != 0; schema.Valid(b.Bytes()) != want {
				t.Fatalf("record %d of one in %d broken: valid is %t: %s", i, broken, !want, b.Bytes())
			}
		}
	}
}

func TestAnArrayOfRecordsIsOnePayload(t *testing.T) {
	path, err := data{t.TempDir()}.records("array.json", 100, 0, "[\n", ",\n", "\n]\n")
	if err != nil {
		t.Fatal(err)
	}
	array, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := verdict.MustCompile([]byte(arraySchema)).Validate(array); err != nil {
		t.Error(err)
	}
}

func TestOutputFitsIntoACell(t *testing.T) {
	const said = "fail: /dir/a.json\n\n  at <a|b>\nat `*`\n"
	if got, want := shorten(said, "/dir"), "fail: a.json<br>&nbsp;&nbsp;at &lt;a&#124;b><br>at &#96;&#42;&#96;"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestQuartilesAreInterpolated(t *testing.T) {
	if low, median, high := quartiles([]float64{5, 1, 4, 2, 3}); low != 2 || median != 3 || high != 4 {
		t.Error(low, median, high)
	}
	if low, median, high := quartiles([]float64{1, 2}); low != 1.25 || median != 1.5 || high != 1.75 {
		t.Error(low, median, high)
	}
}
