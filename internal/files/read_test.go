package files

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/klauspost/compress/zstd"

	"github.com/verdict-lint/verdict/internal/race"
)

func TestAFileIsReadInPiecesAsItIs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	whole := make([]byte, 3*large+17)
	for i := range whole {
		whole[i] = byte(rand.IntN(256))
	}
	for _, size := range []int{large, large + 1, len(whole)} {
		if err := os.WriteFile(path, whole[:size], 0o644); err != nil {
			t.Fatal(err)
		}
		in := NewInput(path)
		content, err := in.Read(nil, 3, DefaultLimits)
		if err != nil || !bytes.Equal(content, whole[:size]) {
			t.Errorf("%d bytes become %d, %v", size, len(content), err)
		}
	}
	// A file that has become shorter since it was listed is read to its current end.
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	content, err := readPieces(file, make([]byte, len(whole)+2*large), 3)
	if err != nil || !bytes.Equal(content, whole) {
		t.Errorf("%d bytes of %d, %v", len(content), len(whole), err)
	}
}

// What a small file unpacks to takes its size twice at most, and once if that is too much.
func TestUnpackingTakesMemoryInProportion(t *testing.T) {
	if testing.Short() {
		t.Skip("unpacks a large file, which takes longer than -short allows; go test without it runs this")
	}
	race.Skip(t)
	const size = 2 * maxPiece
	path := filepath.Join(t.TempDir(), "a.json.gz")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := gzip.NewWriter(file)
	for range size >> 20 {
		if _, err := w.Write(make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), file.Close()); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		limit int64
		times float64
	}{{size, 2}, {size - 1, 1}} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		in := NewInput(path)
		content, err := in.Read(nil, 1, Limits{Bytes: test.limit})
		runtime.ReadMemStats(&after)
		if (err == nil) != (test.limit == size) || err == nil && len(content) != size {
			t.Fatalf("%d bytes, %v", len(content), err)
		}
		// The last piece may be larger than what is read into it.
		if took := after.TotalAlloc - before.TotalAlloc; float64(took) > test.times*size+1.1*maxPiece {
			t.Errorf("a limit of %d: %d bytes are allocated for %d", test.limit, took, size)
		}
	}
}

func TestLargeWindowsAreRejected(t *testing.T) {
	for window, want := range map[int]string{maxWindow: "", 2 * maxWindow: "it needs a zstd window larger than 128 MiB; compress it again without --long"} {
		var compressed bytes.Buffer
		w, err := zstd.NewWriter(&compressed, zstd.WithWindowSize(window), zstd.WithEncoderConcurrency(1))
		if err != nil {
			t.Fatal(err)
		}
		for range 3 { // a small stream needs no window
			if _, err := w.Write(make([]byte, 1<<20)); err != nil {
				t.Fatal(err)
			}
			if err := w.Flush(); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		_, err = Unpack(Zstd, compressed.Bytes(), 1<<30)
		if got := fmt.Sprint(err); want == "" && err != nil || want != "" && got != want {
			t.Errorf("%d: %v, want %q", window, err, want)
		}
	}
}
