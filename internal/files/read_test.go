package files

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
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
	// A file that has become shorter since it was looked at ends where it ends now.
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
