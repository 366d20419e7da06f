package bench

import (
	"bytes"
	"encoding/xml"
	"io"
	"math"
	"strings"
	"testing"
)

func TestGuardNamesEachFault(t *testing.T) {
	payloads := Generate(2000, 50, Seed)
	credulous := Validation{Valid: func([]byte) bool { return true }, Explain: ScanSession}
	found := Guard(Peer{Name: "credulous"}, credulous, payloads)
	if len(found) != len(invalidKinds) {
		t.Fatalf("found %d kinds, want %d: %v", len(found), len(invalidKinds), found)
	}
	for _, d := range found {
		if d.Mode != "verdict" || d.Wrong != d.Of || d.Of == 0 {
			t.Errorf("%+v", d)
		}
	}
	if found := Guard(Peer{Name: Floor}, Validation{Valid: ScanSession}, payloads); len(found) > 0 {
		t.Errorf("the scanner: %v", found)
	}
}

func TestRatiosAreTakenWithinRounds(t *testing.T) {
	laps := []Lap{
		{Name: "reference", nsPerByte: []float64{10, 100, 10}}, // the machine was busy in the second round
		{Name: "twice as fast", nsPerByte: []float64{5, 50, 5}},
	}
	summarize(laps, "reference", 100)
	if laps[1].Ratio != 2 || laps[1].Low != 2 || laps[1].High != 2 || laps[0].Ratio != 1 {
		t.Errorf("%+v", laps)
	}
	if laps[0].PerPayload != 1000 {
		t.Errorf("a payload takes %v, want 1µs", laps[0].PerPayload)
	}
}

func TestQuantile(t *testing.T) {
	values := []float64{4, 1, 3, 2, 5}
	for q, want := range map[float64]float64{0: 1, 0.25: 2, 0.5: 3, 0.75: 4, 1: 5, 0.125: 1.5} {
		if got := quantile(values, q); got != want {
			t.Errorf("quantile %g: %g, want %g", q, got, want)
		}
	}
	if values[0] != 4 {
		t.Error("the values were sorted in place")
	}
}

func TestPlotIsWellFormedAndLeavesOutWhatIsNoNumber(t *testing.T) {
	var b bytes.Buffer
	WritePlot(&b, "a < b", []Bar{{"one", 1, false}, {"thirty", 30, true}, {"none", 0, false}, {"nan", math.NaN(), false}})
	decoder := xml.NewDecoder(bytes.NewReader(b.Bytes()))
	for {
		_, err := decoder.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if s := b.String(); !strings.Contains(s, "30.0×") || strings.Contains(s, "nan") {
		t.Error(s)
	}
}

func TestReplaceGeneratedKeepsTheRest(t *testing.T) {
	document := "# Title\n\n" + beginMark + "\nold\n" + endMark + "\nrest\n"
	once, err := ReplaceGenerated([]byte(document), []byte("new\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := "# Title\n\n" + beginMark + "\n\nnew\n\n" + endMark + "\nrest\n"
	if string(once) != want {
		t.Errorf("got\n%s\nwant\n%s", once, want)
	}
	if twice, err := ReplaceGenerated(once, []byte("new\n")); err != nil || !bytes.Equal(once, twice) {
		t.Errorf("not stable: %v\n%s", err, twice)
	}
	if _, err := ReplaceGenerated([]byte("no marks"), nil); err == nil {
		t.Error("no error for a document without marks")
	}
}

func TestTheOutputOfTheCommandOfSourcemetaIsAddedUp(t *testing.T) {
	ns, valid := readBenchmark("i.jsonl[2]: PASS 1.786 +- 5.647 us (0.029)\ni.jsonl[1]: FAIL\ni.jsonl[3]: PASS 0.214 +- 0.1 us (0.03)\n")
	if math.Abs(ns-2000) > 1e-6 || valid != 2 {
		t.Errorf("%g ns for %d valid instances, want 2000 ns for 2", ns, valid)
	}
}

// Without npm, the table says so; with it, it has the columns.
func TestColumnsOfExternalsAreLeftOutWithTheReason(t *testing.T) {
	r := Report{Corpora: []CorpusLaps{{Name: "c", Reference: Reference, Laps: []Lap{{Name: Ours, Ratio: 40}, {Name: Ajv, Ratio: 7.25}}}}}
	for _, c := range []struct{ reason, want, not string }{
		{"npm is not installed", "ajv and sourcemeta are missing: npm is not installed.", "7.25"},
		{"", " 7.25 | – |", "missing"},
	} {
		r.NoExternals = c.reason
		var b bytes.Buffer
		r.writeCorpora(&b)
		if text := b.String(); !strings.Contains(text, c.want) || strings.Contains(text, c.not) || !strings.Contains(text, "Minimum: 40.0.") {
			t.Errorf("with the reason %q:\n%s", c.reason, text)
		}
	}
}
