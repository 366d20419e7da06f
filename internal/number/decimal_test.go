package number

import (
	"cmp"
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/rounds"
)

// million is the length of the longest numbers of these tests.
const million = 1_000_000

// ascending lists numbers in ascending order, with the texts for each
// number on one line.
var ascending = [][]string{
	{"-1e99999999999999999999999", "-0.1e100000000000000000000000"},
	{"-1e1000000000"},
	{"-1" + strings.Repeat("0", million), "-1e1000000", "-10e999999"},
	{"-9223372036854775809"},
	{"-9223372036854775808", "-9.223372036854775808e18", "-92233720368547758080e-1"},
	{"-1", "-1.0", "-1e0", "-10e-1", "-0.1e1"},
	{"-0.5", "-5e-1", "-0.50"},
	{"-1e-1000000000"},
	{"-1e-99999999999999999999999"},
	{"0", "-0", "0.0", "-0.0", "0e0", "0e99999999999999999999999", "-0e-5", "0." + strings.Repeat("0", 50)},
	{"1e-100000000000000000000000", "0.1e-99999999999999999999999"},
	{"1e-99999999999999999999999", "10E-100000000000000000000000", "0.1e-99999999999999999999998"},
	{"1e-1000000001"},
	{"1e-1000000000", "1E-1000000000", "0.001e-999999997"},
	{"1e-" + "1" + strings.Repeat("0", 6), "0." + strings.Repeat("0", million-1) + "1"},
	{"4.9e-324"},
	{"0.1", "1e-1", "0.10", "0.100e0", "100e-3"},
	{"0.3"},
	{"0.3000000000000000000000001"},
	{"0.5"},
	{"1", "1.0", "1e0", "1E+0", "1e-0", "10e-1", "0.1e1", "0.01e00002", "1" + strings.Repeat("0", 30) + "e-30"},
	{"1.0000000000000000000000000000000001"},
	{"1.5", "15e-1"},
	{"2"},
	{"99"},
	{"100", "1e2", "1.00e2", "0.0001e+6"},
	{"100.0000000000000000000000000000001"},
	{"101"},
	{"9007199254740992"},
	{"9007199254740993", "9007199254740993.0"},
	{"9223372036854775807"},
	{"9999999999999999999", "99999999999999999990e-1"},
	{"10000000000000000000", "1e19", "0.1e20"},
	{"10000000000000000001", "1.0000000000000000001e19"},
	{"18446744073709551615"},
	{"18446744073709551616"},
	{"1e30", "1" + strings.Repeat("0", 30), "1000e27"},
	{"123456789012345678901234567890123456789", "1.23456789012345678901234567890123456789e38"},
	{"1e999999999"},
	{"1e1000000000", "10e999999999", "0.1e1000000001", "1" + strings.Repeat("0", 100) + "e999999900"},
	{"1e999999999999999999"},
	{"1e1000000000000000000", "10e999999999999999999", "0.1e1000000000000000001"},
	{"1e99999999999999999999999", "10e99999999999999999999998", "0.1e100000000000000000000000", "0.00001e000100000000000000000000004"},
	{"1.00000000000000000000000001e99999999999999999999999"},
	{"1e" + strings.Repeat("9", million), "10e" + strings.Repeat("9", million-1) + "8", "0.1e1" + strings.Repeat("0", million)},
}

func TestNumbersAreOrderedByValueAlone(t *testing.T) {
	type number struct {
		rank  int
		text  string
		value Decimal
		hash  uint64
	}
	var all []number
	for rank, line := range ascending {
		for _, text := range line {
			value := Parse([]byte(text))
			all = append(all, number{rank, text, value, value.Hash(7)})
		}
	}
	for _, a := range all {
		for _, b := range all {
			want := cmp.Compare(a.rank, b.rank)
			if got := a.value.Compare(b.value); got != want {
				t.Errorf("%s compared with %s is %d, want %d", short(a.text), short(b.text), got, want)
			}
			if got := a.value.Equal(b.value); got != (want == 0) {
				t.Errorf("%s equal to %s is %v", short(a.text), short(b.text), got)
			}
			if want == 0 && a.hash != b.hash {
				t.Errorf("%s and %s are equal, but their hashes differ", short(a.text), short(b.text))
			}
			if want != 0 && a.hash == b.hash {
				t.Errorf("%s and %s have the same hash", short(a.text), short(b.text))
			}
		}
	}
}

func TestSign(t *testing.T) {
	tests := []struct {
		text string
		want int
	}{
		{"0", 0}, {"-0", 0}, {"-0.0e99", 0}, {"1", 1}, {"-1", -1}, {"0.1", 1}, {"-1e-99999999999999999999", -1},
		{"1e99999999999999999999", 1}, {"-123456789012345678901234567890", -1},
	}
	for _, test := range tests {
		if got := Parse([]byte(test.text)).Sign(); got != test.want {
			t.Errorf("the sign of %s is %d, want %d", test.text, got, test.want)
		}
	}
}

func TestIsIntegerDependsOnTheValueAlone(t *testing.T) {
	tests := []struct {
		text string
		want bool
	}{
		{"0", true}, {"-0.000", true}, {"0e-99", true},
		{"1", true}, {"1.0", true}, {"1e2", true}, {"1.5", false}, {"1.5e1", true}, {"15e-1", false}, {"150e-1", true},
		{"0.1", false}, {"-3.0000", true}, {"-3.0001", false},
		{"12345678901234567890123", true}, {"12345678901234567890123.0", true}, {"12345678901234567890123.5", false},
		{"1e400", true}, {"1e-400", false}, {"1e1000000000", true}, {"1e-1000000000", false},
		{"1e99999999999999999999999", true}, {"1e-99999999999999999999999", false},
		{"1" + strings.Repeat("0", million) + "e-1000000", true},
		{"1" + strings.Repeat("0", million) + "e-1000001", false},
		{"0." + strings.Repeat("0", million) + "1e1000001", true},
		{"0." + strings.Repeat("0", million) + "1e1000000", false},
	}
	for _, test := range tests {
		if got := Parse([]byte(test.text)).IsInteger(); got != test.want {
			t.Errorf("%s is an integer: %v, want %v", short(test.text), got, test.want)
		}
	}
}

func TestInt64(t *testing.T) {
	tests := []struct {
		text string
		want int64
		ok   bool
	}{
		{"0", 0, true}, {"-0", 0, true}, {"7.0", 7, true}, {"1e2", 100, true}, {"-12", -12, true},
		{"9223372036854775807", math.MaxInt64, true}, {"9223372036854775808", 0, false},
		{"-9223372036854775808", math.MinInt64, true}, {"-9223372036854775809", 0, false},
		{"0.5", 0, false}, {"1e19", 0, false}, {"1e999999999999", 0, false}, {"123456789012345678901", 0, false},
	}
	for _, test := range tests {
		got, ok := Parse([]byte(test.text)).Int64()
		if got != test.want || ok != test.ok {
			t.Errorf("%s as an int64 is %d, %v, want %d, %v", test.text, got, ok, test.want, test.ok)
		}
	}
}

func TestMultipleOfIsExact(t *testing.T) {
	thirds := strings.Repeat("3", million)
	tests := []struct {
		d, m string
		want bool
	}{
		{"0", "0.01", true}, {"0", "123456789012345678901234567890", true}, {"-0.0", "1e999999999999", true},
		{"10", "2", true}, {"7", "2", false}, {"-10", "5", true}, {"-7", "2", false},
		{"4.5", "1.5", true}, {"35", "1.5", false}, {"0.0075", "0.0001", true}, {"0.00751", "0.0001", false},
		{"19.99", "0.01", true}, {"1.1", "0.1", true}, {"0.3", "0.1", true}, {"4.02", "0.01", true}, {"0.05", "0.1", false},
		{"100", "1e2", true}, {"150", "1e2", false}, {"1e2", "100", true}, {"10", "100", false}, {"5", "10", false},
		{"12391239123", "1e-8", true}, {"1e308", "0.5", true}, {"1e308", "0.123456789", false},
		{"1e1000000000", "2", true}, {"1e1000000000", "3", false}, {"3e1000000000", "3", true},
		{"1e1000000000", "1024", true}, {"1e3", "1024", false}, {"1e10", "1024", true}, {"1e9", "1024", false},
		{"1e1000000000", "18446744073709551615", false}, {"1e62", "4611686018427387904", true}, {"1e61", "4611686018427387904", false},
		{"1e-1000000000", "1", false}, {"1", "1e-1000000000", true}, {"3", "7e-1000000000", false}, {"21", "7e-1000000000", true},
		{"1e99999999999999999999999", "1e99999999999999999999998", true},
		{"1e99999999999999999999998", "1e99999999999999999999999", false},
		{"1e99999999999999999999999", "2e99999999999999999999998", true},
		{"1e99999999999999999999999", "3e99999999999999999999998", false},
		{"1e99999999999999999999999", "1e-99999999999999999999999", true},
		{"2e-99999999999999999999999", "1e-99999999999999999999999", true},
		{"123456789012345678901234567890", "10", true}, {"123456789012345678901234567891", "10", false},
		{"121932631137021795226185032733622923332237463801111263526900", "123456789012345678901234567890", true},
		{"121932631137021795226185032733622923332237463801111263526901", "123456789012345678901234567890", false},
		{"12193263113702179522618503273362292333223746380111126352690.1", "12345678901234567890123456789.1", false},
		{"24691357802469135780246913578.2", "12345678901234567890123456789.1", true},
		{"7", "123456789012345678901234567890", false},
		{"1e1000000000", "1267650600228229401496703205376", true}, // 2^100
		{"1e99", "1267650600228229401496703205376", false}, {"1e100", "1267650600228229401496703205376", true},
		{thirds, "3", true}, {thirds, "9", false}, {thirds, "7", false}, {thirds + "33", "9", true}, {thirds + "33", "7", true}, {thirds + "1", "3", false},
		{thirds + "." + thirds, "3e-1000000", true}, {thirds + "." + thirds, "7e-999999", false},
		{thirds, "123456789012345678901234567890123", false},
		{thirds + thirds, "3.3333333333333333333333333e25", false}, {thirds, "33333333333333333333333333333333", true},
		{"1e" + thirds, "7", false}, {"14e" + thirds, "7", true},
	}
	for _, test := range tests {
		d, m := Parse([]byte(test.d)), Parse([]byte(test.m))
		if got := d.MultipleOf(m); got != test.want {
			t.Errorf("%s is a multiple of %s: %v, want %v", short(test.d), short(test.m), got, test.want)
		}
	}
}

func TestCommonNumbersAllocateNothing(t *testing.T) {
	texts := [][]byte{
		[]byte("0"), []byte("-17"), []byte("9223372036854775807"), []byte("12.50"), []byte("1e3"), []byte("-0.25E-2"),
		[]byte("123456789012345678901234567890"), []byte("1e99999999999999999999999"),
	}
	allocations := testing.AllocsPerRun(100, func() {
		for _, a := range texts {
			d := Parse(a)
			d.Hash(1)
			d.IsInteger()
			for _, b := range texts {
				d.Compare(Parse(b))
			}
			d.MultipleOf(Parse(texts[3]))
		}
	})
	if allocations != 0 {
		t.Errorf("%v allocations", allocations)
	}
}

func TestUnequalNumbersHaveDifferentHashes(t *testing.T) {
	seen := make(map[uint64]string)
	add := func(text string) {
		h := Parse([]byte(text)).Hash(42)
		if other, ok := seen[h]; ok {
			t.Fatalf("%s and %s have the same hash", text, other)
		}
		seen[h] = text
	}
	for i := range 20_000 {
		n := strconv.Itoa(i*10 + 1)
		add(n)
		add("-" + n)
		add("0." + n)
		add(n + "e25")
		add("1e10000000000" + n)
		add("1e-99999999999999999999999" + n)
		add(n + "000000000000000000000000000" + "1")
		add(n + "0000000000000000000000000000" + "1")
	}
}

// FuzzAgainstRat compares every operation with math/big.
func FuzzAgainstRat(f *testing.F) {
	seeds := []string{
		"0", "-0.0", "1e2", "0.1", "100", "1.50", "-3e-7", "12345678901234567890123", "9999999999999999999", "1e19", "10000000000000000000.5", "1e60", "1e-60",
		"100000000000000000000000.5",
	}
	for _, a := range seeds {
		for _, b := range seeds {
			f.Add(a, b)
		}
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if isNumber(a) && isNumber(b) {
			checkAgainstRat(t, a, b)
		}
	})
}

func TestRandomNumbersAgainstRat(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range rounds.Of(20_000) {
		checkAgainstRat(t, randomNumber(random), randomNumber(random))
	}
}

func checkAgainstRat(t *testing.T, a, b string) {
	t.Helper()
	x, ok := new(big.Rat).SetString(a)
	y, okB := new(big.Rat).SetString(b)
	if !ok || !okB {
		t.Fatalf("math/big rejects %q or %q", a, b)
	}
	d, e := Parse([]byte(a)), Parse([]byte(b))
	if got, want := d.Compare(e), x.Cmp(y); got != want {
		t.Errorf("%s compared with %s is %d, want %d", a, b, got, want)
	}
	if got, want := d.Equal(e), x.Cmp(y) == 0; got != want {
		t.Errorf("%s equal to %s is %v, want %v", a, b, got, want)
	}
	if d.Equal(e) != (d.Hash(3) == e.Hash(3)) {
		t.Errorf("%s and %s are equal: %v; their hashes disagree", a, b, d.Equal(e))
	}
	if got, want := d.Sign(), x.Sign(); got != want {
		t.Errorf("the sign of %s is %d, want %d", a, got, want)
	}
	if got, want := d.IsInteger(), x.IsInt(); got != want {
		t.Errorf("%s is an integer: %v, want %v", a, got, want)
	}
	n, ok := d.Int64()
	if want := x.IsInt() && x.Num().IsInt64(); ok != want || ok && n != x.Num().Int64() {
		t.Errorf("%s as an int64 is %d, %v", a, n, ok)
	}
	if y.Sign() > 0 {
		if got, want := d.MultipleOf(e), new(big.Rat).Quo(x, y).IsInt(); got != want {
			t.Errorf("%s is a multiple of %s: %v, want %v", a, b, got, want)
		}
	}
}

// isNumber reports whether s is a JSON number that math/big can expand.
func isNumber(s string) bool {
	digits := func(s string) (rest string, ok bool) {
		rest = strings.TrimLeft(s, "0123456789")
		return rest, len(rest) < len(s)
	}
	s = strings.TrimPrefix(s, "-")
	rest, ok := digits(s)
	if !ok || len(s)-len(rest) > 1 && s[0] == '0' {
		return false
	}
	if fraction, found := strings.CutPrefix(rest, "."); found {
		if rest, ok = digits(fraction); !ok {
			return false
		}
	}
	if rest == "" {
		return true
	}
	if rest[0] != 'e' && rest[0] != 'E' {
		return false
	}
	exponent, err := strconv.Atoi(rest[1:])
	return err == nil && -1000 < exponent && exponent < 1000
}

// randomNumber returns a number whose parts are short as often as long, and
// whose digits are often 0, 5 or 9.
func randomNumber(random *rand.Rand) string {
	row := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteByte("0123456789000599"[random.IntN(16)])
		}
		return b.String()
	}
	length := func() int { return 1 + random.IntN([]int{1, 3, 20, 45}[random.IntN(4)]) }

	s := ""
	if random.IntN(3) == 0 {
		s = "-"
	}
	whole := strings.TrimLeft(row(length()), "0")
	if whole == "" {
		whole = "0"
	}
	s += whole
	if random.IntN(2) == 0 {
		s += "." + row(length())
	}
	if random.IntN(2) == 0 {
		s += []string{"e", "E", "e+", "e-", "E-"}[random.IntN(5)] + strconv.Itoa(random.IntN([]int{3, 30, 400}[random.IntN(3)]))
	}
	return s
}

// short returns a text, shortened for messages.
func short(text string) string {
	if len(text) <= 60 {
		return text
	}
	return text[:20] + "…" + text[len(text)-20:]
}

func BenchmarkParseInteger(b *testing.B) {
	text := []byte("1234567")
	for b.Loop() {
		Parse(text)
	}
}

func BenchmarkParseFraction(b *testing.B) {
	text := []byte("-12.345")
	for b.Loop() {
		Parse(text)
	}
}

func BenchmarkCompareIntegers(b *testing.B) {
	d, e := Parse([]byte("1234567")), Parse([]byte("100"))
	for b.Loop() {
		d.Compare(e)
	}
}

func BenchmarkCompareFractions(b *testing.B) {
	d, e := Parse([]byte("12.345")), Parse([]byte("12.3"))
	for b.Loop() {
		d.Compare(e)
	}
}

func BenchmarkMultipleOfHundredth(b *testing.B) {
	d, m := Parse([]byte("1234.5")), Parse([]byte("0.01"))
	for b.Loop() {
		d.MultipleOf(m)
	}
}
