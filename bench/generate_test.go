package bench

import (
	"bytes"
	"testing"
)

func TestTheSameSeedGivesTheSamePayloads(t *testing.T) {
	a, b := Generate(500, 10, 7), Generate(500, 10, 7)
	for i := range a {
		if !bytes.Equal(a[i].Bytes, b[i].Bytes) || a[i].Kind != b[i].Kind {
			t.Fatalf("payload %d differs:\n%s\n%s", i, a[i].Bytes, b[i].Bytes)
		}
	}
	if c := Generate(1, 0, 8); bytes.Equal(a[0].Bytes, c[0].Bytes) {
		t.Error("another seed gives the same payload")
	}
}

func TestPayloadsAreAboutAsLongAsRealOnes(t *testing.T) {
	payloads := bytesOf(Generate(5000, 0, Seed))
	if mean := totalBytes(payloads) / len(payloads); mean < 420 || mean > 480 {
		t.Errorf("a payload has %d bytes on average, not about 450", mean)
	}
}

func TestOneInTenIsInvalidInOneOfAllWays(t *testing.T) {
	counts := map[Kind]int{}
	for _, p := range Generate(20_000, 10, Seed) {
		counts[p.Kind]++
	}
	if valid := counts[KindValid]; valid < 17_500 || valid > 18_500 {
		t.Errorf("%d of 20,000 are valid", valid)
	}
	for _, k := range invalidKinds {
		if counts[k] < 200 {
			t.Errorf("only %d have the fault %s", counts[k], k)
		}
	}
}
