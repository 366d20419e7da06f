package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/lazyregexp"
	"github.com/verdict-lint/verdict/internal/pattern"
)

// patternPitfall reports a pattern that means something else than it seems to, most often
// because it is written for another dialect than ECMA-262
// (https://json-schema.org/draft/2020-12/json-schema-core#section-6.4).
var patternPitfall = Rule{
	Name:            "pattern-pitfall",
	Severity:        finding.Warning,
	CheckSchemaFile: checkPatterns,
}

func checkPatterns(f *SchemaFile) {
	var explained []uint32
	check := func(node uint32) {
		if f.checkPattern(node) {
			explained = append(explained, node)
		}
	}
	for _, s := range f.schemas {
		if node, ok := s.value("pattern", jsontape.String); ok {
			check(node)
		}
		if patterns, ok := s.value("patternProperties", jsontape.Object); ok {
			for key := range members(f.tape, patterns) {
				check(key)
			}
		}
	}
	f.replaceDiagnostics(explained, verdict.RuleFormat, verdict.RulePropertyName)
}

// checkPattern reports a pattern. It returns true if it has explained why the pattern is
// invalid.
func (f *SchemaFile) checkPattern(node uint32) (explained bool) {
	source := f.tape.String(node)
	switch {
	case f.pattern(node) == nil:
		return f.explainInvalid(node, source)
	case posixClass().MatchString(source):
		f.report(node, "ECMA-262 has no POSIX classes such as [[:alpha:]]; list the characters, as in [A-Za-z]", nil)
	case isHalfAnchored(source):
		f.report(node, "^ applies to the first alternative only and $ to the last; use ^(?:a|b)$",
			f.patternFix(node, "group the alternatives", "^(?:"+source[1:len(source)-1]+")$"))
	default:
		f.checkHost(node, source)
	}
	return false
}

// explainInvalid reports an invalid pattern that another dialect accepts. Other reasons are
// those of the metaschema.
func (f *SchemaFile) explainInvalid(node uint32, source string) bool {
	i := slices.IndexFunc(dialects, func(d dialect) bool { return d.sign().MatchString(source) })
	if i >= 0 {
		f.report(node, dialects[i].message, dialects[i].fix(f, node, source))
	}
	return i >= 0
}

// A dialect is a notation of another dialect of regular expressions that ECMA-262 rejects.
type dialect struct {
	sign    func() *regexp.Regexp
	message string
	by      string // what replaces it if the meaning is the same; "" if nothing simple does
}

var dialects = []dialect{
	{lazyregexp.New(`\(\?P<`), "ECMA-262 writes a named group as (?<name>…), not (?P<name>…)", "(?<"},
	{lazyregexp.New(`\(\?[a-zA-Z]*(-[a-zA-Z]+)?[:)]`), "ECMA-262 has no inline flags such as (?i); write both cases, as in [Aa]", ""},
	{lazyregexp.New(`\\[AZz]`), `ECMA-262 has no \A, \Z and \z; use ^ and $`, ""},
	{lazyregexp.New(`\(\?>|[*+?}]\+`), "ECMA-262 has no atomic groups and possessive quantifiers", ""},
	{lazyregexp.New(`\(\?#`), "ECMA-262 has no comments; use $comment", ""},
	{lazyregexp.New(`\\[hQ]`), `ECMA-262 has no \h and \Q`, ""},
}

func (d *dialect) fix(f *SchemaFile, node uint32, source string) *Fix {
	if d.by == "" {
		return nil
	}
	fixed := d.sign().ReplaceAllLiteralString(source, d.by)
	if _, err := pattern.Compile(fixed); err != nil {
		return nil
	}
	fix := f.patternFix(node, "use the notation of ECMA-262", fixed)
	fix.Safe = true // the pattern was none
	return fix
}

func (f *SchemaFile) patternFix(node uint32, title, fixed string) *Fix {
	return &Fix{Title: title, Edits: f.replace(node, string(jsontape.AppendQuoted(nil, fixed)))}
}

// posixClass matches a class in a class. [:alpha:] alone is a class of its letters.
var posixClass = lazyregexp.New(`\[[^\]]*\[:\^?(?:alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit):\]`)

// isHalfAnchored reports whether a pattern is like ^a|b$: several alternatives, of which the
// first alone begins with ^ and the last alone ends with $.
func isHalfAnchored(source string) bool {
	all := alternativesOf(source)
	if len(all) < 2 {
		return false
	}
	for i, a := range all {
		ends := strings.HasSuffix(a, "$") && !strings.HasSuffix(a, `\$`)
		if strings.HasPrefix(a, "^") != (i == 0) || ends != (i == len(all)-1) {
			return false
		}
	}
	return true
}

// alternativesOf splits a pattern at the | outside of all groups and classes.
func alternativesOf(source string) []string {
	var all []string
	depth, start, inClass := 0, 0, false
	for i := 0; i < len(source); i++ {
		switch c := source[i]; {
		case c == '\\':
			i++
		case inClass:
			inClass = c != ']'
		case c == '[':
			inClass = true
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == '|' && depth == 0:
			all = append(all, source[start:i])
			start = i + 1
		}
	}
	return append(all, source[start:])
}

// host matches a host name in a pattern whose dots are not escaped, with what is before it.
var host = lazyregexp.New(`(://|^\^|^)((?:[A-Za-z0-9-]+\\?\.)*[A-Za-z0-9-]+\.(?:com|org|net|io|dev|edu|gov))(?:[^A-Za-z0-9_.*+?{-]|$)`)

func (f *SchemaFile) checkHost(node uint32, source string) {
	match := host().FindStringSubmatchIndex(source)
	if match == nil {
		return
	}
	name := source[match[4]:match[5]]
	escaped := strings.ReplaceAll(strings.ReplaceAll(name, `\.`, "."), ".", `\.`)
	f.report(node, fmt.Sprintf("an unescaped dot matches any character; write %s", escaped),
		f.patternFix(node, "escape the dots of "+name, source[:match[4]]+escaped+source[match[5]:]))
}
