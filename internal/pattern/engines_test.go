package pattern

import (
	"errors"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/dlclark/regexp2/v2"

	"github.com/verdict-lint/verdict/internal/rounds"
)

// checkEngines runs a pattern with every engine that supports it, and with package
// regexp if that supports it, and fails if the results differ.
func checkEngines(t *testing.T, source, text string) {
	t.Helper()
	p, err := Compile(source)
	if err != nil {
		return
	}
	tree, err := parse(source)
	if err != nil {
		t.Fatalf("compiled, but not parsed: %v", err)
	}
	want, err := p.Match([]byte(text))
	if err != nil {
		return
	}
	agree := func(name string, got bool) {
		if got != want {
			t.Errorf("%q on %q: %T returns %v, %s returns %v", source, text, p.engine, want, name, got)
		}
	}
	steps := Budget(len(text))
	b := newBacktracker(tree)
	for range 2 { // the second time with the memory of the first
		if got, err := b.match([]byte(text), &steps); err == nil {
			agree("backtracker", got)
		} else if !errors.Is(err, errSteps) {
			t.Errorf("%q on %q: %v", source, text, err)
		}
	}
	if tree.contains(kindBackReference) || size(tree, 10_000) > 10_000 {
		return
	}
	s := newSimulator(tree)
	simulated, _ := s.match([]byte(text), &steps)
	agree("simulator", simulated)
	again, _ := s.match([]byte(text), &steps) // with the memory of the first run
	agree("simulator used before", again)
	if tree.contains(kindLook) {
		return
	}
	if table := newDFA(s.program, s.sets, largeTable); table != nil {
		agree("table", table.match([]byte(text)))
	}
	if standard, err := regexp.Compile(standardSource(tree)); err == nil {
		agree("regexp", standard.MatchString(text))
	}
}

// standardSource returns a tree in the syntax of package regexp.
func standardSource(tree *node) string {
	var b strings.Builder
	writeSource(&b, tree)
	return strings.NewReplacer(`\u{`, `\x{`, `[]`, `[^\x{0}-\x{10ffff}]`).Replace(b.String())
}

// FuzzEngines looks for a pattern and a text for which two engines disagree, and
// for a source that makes the parser panic.
func FuzzEngines(f *testing.F) {
	for _, bench := range benchmarks {
		f.Add(bench.source, bench.text)
	}
	random := rand.New(rand.NewPCG(3, 4))
	for range rounds.Of(100) {
		f.Add(randomPattern(random, 4), randomText(random))
	}
	f.Fuzz(func(t *testing.T, source, text string) {
		if len(source) < 60 && len(text) < 100 && utf8.ValidString(source) && utf8.ValidString(text) {
			checkEngines(t, source, text)
		}
	})
}

func TestEnginesAgreeOnRandomPatterns(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range rounds.Of(400) {
		source := randomPattern(random, 4)
		for range 4 {
			checkEngines(t, source, randomText(random))
		}
	}
}

// This package has its own backtracker, because it must count steps; regexp2 interprets back-references
// as ECMA-262 specifies.
func TestBacktrackerAgreesWithRegexp2(t *testing.T) {
	atoms := []string{
		`\1`, `\1`, `\2`, "(a)", "(b|a+)", `(\w+?)`, "(?:(a)|b)*", "(a*)", `(?:(a)|(b)|\1)+?`, `(?<=\1(a))`, "a", "b", ".", "^", "$",
	}
	random := rand.New(rand.NewPCG(5, 6))
	matches, n := 0, rounds.Of(2000)
	for range n {
		source := randomPatternOf(random, 4, atoms)
		tree, err := parse(source)
		if err != nil || !tree.contains(kindBackReference) {
			continue
		}
		var b strings.Builder
		writeSource(&b, tree)
		reference, err := regexp2.Compile(b.String(), regexp2.ECMAScript|regexp2.Unicode)
		if err != nil {
			t.Fatalf("%s: %v", source, err)
		}
		for range 4 {
			text := randomTextOf(random, []string{"a", "b", "a", "b", "é"})
			want, err := reference.MatchString(text)
			if err != nil {
				t.Fatal(err)
			}
			steps := Budget(len(text))
			if got, err := newBacktracker(tree).match([]byte(text), &steps); err != nil || got != want {
				t.Errorf("%q on %q: %v, %v, want %v", source, text, got, err, want)
			}
			if want {
				matches++
			}
		}
	}
	if matches < n/4 {
		t.Errorf("only %d matches", matches)
	}
}

var (
	randomAtoms = []string{
		"a", "b", "c", "0", "_", "-", "é", "🐲", ".", `\d`, `\w`, `\s`, `\S`, `\D`, `\W`, "[abc]", "[^a]", "[a-c0-1]",
		`[\w-]`, "[é-ü]", "[🐲-🐵a]", "[^🐲]", `\u{1F432}`, `\p{L}`, `\P{L}`, `\p{Script=Greek}`, "[]", "[^]", `\n`,
		"^", "$", `\b`, `\B`, "(?:)", `[\D]`, `[\s\S]`,
	}
	randomQuantifiers = []string{"*", "+", "?", "{2}", "{1,3}", "{0,2}", "{2,}", "*?", "+?", "??", "{0}"}
	randomOpenings    = []string{"(?=", "(?!", "(?<=", "(?<!"}
	randomCharacters  = []string{"a", "b", "c", "0", "1", "_", "-", " ", "é", "ü", "🐲", "🐳", "\n", "\r", "\u2028", "α", "Ω", "\ufeff", "\x00"}
)

func pick(random *rand.Rand, from []string) string { return from[random.IntN(len(from))] }

// randomPattern returns a pattern with a number of levels.
func randomPattern(random *rand.Rand, depth int) string {
	return randomPatternOf(random, depth, randomAtoms)
}

func randomPatternOf(random *rand.Rand, depth int, atoms []string) string {
	choice := random.IntN(14)
	if depth <= 0 || choice < 5 {
		return pick(random, atoms)
	}
	inner := func() string { return randomPatternOf(random, depth-1, atoms) }
	switch {
	case choice < 8:
		var b strings.Builder
		for range 1 + random.IntN(4) {
			b.WriteString(inner())
		}
		return b.String()
	case choice < 9:
		return "(?:" + inner() + "|" + inner() + ")"
	case choice < 10:
		return "(" + inner() + "|)"
	case choice < 12:
		return "(?:" + inner() + ")" + pick(random, randomQuantifiers)
	case choice < 13:
		return "^" + inner() + "$"
	}
	return pick(random, randomOpenings) + inner() + ")" + inner()
}

func randomText(random *rand.Rand) string {
	return randomTextOf(random, randomCharacters[:len(randomCharacters)/(1+random.IntN(3))])
}

func randomTextOf(random *rand.Rand, characters []string) string {
	var b strings.Builder
	for range random.IntN(9) {
		b.WriteString(pick(random, characters))
	}
	return b.String()
}
