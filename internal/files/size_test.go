package files

import "testing"

func TestSizes(t *testing.T) {
	for text, want := range map[string]int64{
		"1": 1, "4096": 4096, "64MiB": 64 << 20, "64 mib": 64 << 20, "1GB": 1e9, "1.5GiB": 3 << 29, "2k": 2048, "10B": 10,
	} {
		if got, err := ParseSize(text); got != want || err != nil {
			t.Errorf("%s: %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "B", "MiB", "-1", "0", "0.1", "1XB", "1e30", "NaN", "inf", "9EiB", "1 2"} {
		if got, err := ParseSize(text); err == nil {
			t.Errorf("%q: %d", text, got)
		}
	}
	for bytes, want := range map[int64]string{1: "1 bytes", 1 << 30: "1 GiB", 128 << 20: "128 MiB", 1500: "1500 bytes"} {
		if got := FormatSize(bytes); got != want {
			t.Errorf("%d: %s", bytes, got)
		}
	}
}
