package files

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// This file parses and formats sizes in bytes, such as 64MiB, 1.5 GB and 4096.

// sizeUnits are the units of sizes, the largest first.
var sizeUnits = []struct {
	name  string
	bytes int64
}{
	{"TiB", 1 << 40}, {"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10},
	{"TB", 1e12}, {"GB", 1e9}, {"MB", 1e6}, {"KB", 1e3},
	{"T", 1 << 40}, {"G", 1 << 30}, {"M", 1 << 20}, {"K", 1 << 10}, {"B", 1},
}

// ParseSize parses a size in bytes: a number with an optional unit.
func ParseSize(text string) (int64, error) {
	number, unit := strings.TrimSpace(text), int64(1)
	for _, u := range sizeUnits {
		if cut := len(number) - len(u.name); cut > 0 && strings.EqualFold(number[cut:], u.name) {
			number, unit = strings.TrimSpace(number[:cut]), u.bytes
			break
		}
	}
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || n <= 0 || math.IsNaN(n) || n*float64(unit) >= math.MaxInt64 || n*float64(unit) < 1 {
		return 0, fmt.Errorf("%q is not a size, such as 64MiB or 1GB", text)
	}
	return int64(n * float64(unit)), nil
}

// FormatSize formats a size in the largest binary unit that it is a multiple of.
func FormatSize(bytes int64) string {
	for _, u := range sizeUnits[:4] {
		if bytes%u.bytes == 0 {
			return strconv.FormatInt(bytes/u.bytes, 10) + " " + u.name
		}
	}
	return strconv.FormatInt(bytes, 10) + " bytes"
}
