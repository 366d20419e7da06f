package format

import (
	"strings"
	"testing"

	"golang.org/x/net/idna"
)

var (
	label63   = strings.Repeat("a", 63)
	name253   = strings.Join([]string{label63, label63, label63, strings.Repeat("b", 61)}, ".")
	greek     = strings.Repeat("\u03b1", 10)
	longGreek = strings.Repeat("\u03b1\u03b2", 40)
)

// These are ASCII names, on which hostname and idn-hostname agree.
var (
	hostnames = valid(
		"a", "a.b", "example.com", "EXAMPLE.Com", "a-b.c-d", "1", "1.2", "3com.com", "127.0.0.1", "a.b.c.d.e.f", "a--b", "ab--cd", "ab--cd.example",
		"xn-a", "xna--b", label63, label63+".a", name253,
		// A-labels of пример.рф, 例子.测试, مثال.إختبار, faß.de, bücher.example.
		"xn--e1afmkfd.xn--p1ai", "xn--fsqu00a.xn--0zwm56d", "xn--mgbh0fb.xn--kgbechtv", "xn--fa-hia.de", "xn--bcher-kva.example",
		"XN--BCHER-KVA.example", "Xn--Bcher-Kva.example",
	)
	noHostnames = invalid(
		"", ".", "..", "a.", ".a", "a..b", "-a", "a-", "-", "a.-b", "a-.b", "a_b", "_a", "a b", " a", "a ", "a\n", "a\x00", "a/b", "a:1", "[::1]",
		"a@b", "*.a", "a,b", label63+"a", label63+"a.b", name253+"b", name253+".b",
		"xn--", "xn--a", "xn--a-", "xn--abc-", "xn--\u00e9", "xn---", "xn--99999999", "xn--ls8h.la" /* an emoji */, "xn--i-7iq" /* i and a heart */, "a.xn--X.b",
		"1a.xn--mgbh0fb", // a digit first, next to a label from right to left
	)
)

func TestHostnameGrammar(t *testing.T) {
	try(t, "hostname", hostnames, noHostnames, invalid(
		"b\u00fccher.example", "\u4f8b\u5b50", "a\u3002b", "\u0660", "\ufffd", "\u212a",
	))
}

func TestIDNHostnameGrammar(t *testing.T) {
	try(t, "idn-hostname", hostnames, noHostnames, valid(
		"b\u00fccher.example", "fa\u00df.de", "\u03c2\u03b1", "\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444",
		"\u4f8b\u5b50.\u6d4b\u8bd5", "\u4f8b\u5b50\u3002\u6d4b\u8bd5", "\u0645\u062b\u0627\u0644.\u0625\u062e\u062a\u0628\u0627\u0631",
		"a.xn--bcher-kva.b\u00fccher", "\u00fc-\u00fc", "\u00fc1", "1\u00fc", greek+"."+greek, "\u00e1",
		"\u0e44\u0e17\u0e22", "\u0939\u093f\u0928\u094d\u0926\u0940", "l\u00b7l.x", "\u30fb\u4e00", "\u0627\u0661",
	), invalid(
		"B\u00fccher", "l\u00b7L", "\u00dc", "\u212a", "\u2603", "\U0001f4a9.la", "\u00fc_", "\u00fc ", " \u00fc", "\u00fc.", ".\u00fc", "\u00fc..a",
		"-\u00fc", "\u00fc-", "\u00fcb--c", "\u4e00\u4e00--", "u\u0308", "\u0308u", "\uff41", "\u2460", "\u00ad\u00fc", "\ufffd", "\u200d", "\u00fc\u200b",
		"\u1100\u1161", "\u00aa", "\u2024\u00fc", longGreek, longGreek[:100]+"."+longGreek, strings.Repeat("\u00fc.", 126)+"\u00fc\u00fc",
		"\u05d0a", "1\u05d0", "\u05d0.1", "\u05d0.-", "a\u0661", "\u0660\u06f0\u0627", strings.Repeat("\u4e00", 5000),
	))
}

// Punycode that decodes to an invalid U-label is not an A-label.
func TestALabelsAndULabelsAgree(t *testing.T) {
	for _, c := range append(contextualLabels(), claims(true, []string{"b\u00fccher", "\u00df\u03c2"})...) {
		encoded, err := idna.Punycode.ToASCII(c.text)
		if err != nil {
			t.Fatalf("%q: %v", c.text, err)
		}
		if got := idnHostname([]byte(c.text)); got != c.want {
			t.Errorf("U-label %q: got %v", c.text, got)
		}
		if got := hostname([]byte(encoded)); got != c.want {
			t.Errorf("A-label %s of %q: got %v", encoded, c.text, got)
		}
	}
}

func contextualLabels() []claim {
	return append(valid(
		"l\u00b7l", "al\u00b7la", "\u03b1\u0375\u03b2", "\u05d0\u05f3", "\u05d0\u05f4", "\u30fb\u3042", "a\u30fb\u30a2",
		"\u0627\u0660\u0661", "\u0915\u094d\u200d", "\u0628\u200c\u0628", "\u0628\u064e\u200c\u064e\u0627", "\ua872\u200c\ua840", "\u0915\u094d\u200c\u0937\u094d\u200d\u0937",
	), invalid(
		"\u00b7", "a\u00b7l", "l\u00b7a", "l\u00b7", "\u0375", "\u03b1\u0375", "\u03b1\u0375a", "\u05f3\u05d0", "\u05f4", "a\u05f3", "a\u30fb",
		"\u06f0\u0660", "\u0627\u0660\u06f1", "\u0628\u200d\u0628", "a\u200c", "a\u200cb", "\u0628\u200c1", "\u0627\u200c\u0628", "\u0628\u200c", "\u1820\u200cb", "\u0628\u200c\u200c\u0628", "\u0640", "\u302e", "\u20d0",
	)...)
}

func TestEarlierDraftsDoNotCheckALabels(t *testing.T) {
	for _, draft := range []int{4, 6} {
		check := Lookup("hostname", draft)
		for _, c := range append(valid("a.b", "xn--X", "127.0.0.1"), invalid("a_b", "a.", "\u00fc")...) {
			if got := check([]byte(c.text)); got != c.want {
				t.Errorf("draft %d: %q: got %v", draft, c.text, got)
			}
		}
	}
}

func TestHostnamesAreExplained(t *testing.T) {
	explained(t, "hostname", map[string]string{
		"":               "empty",
		"a_b":            "'_' is not allowed in a host name",
		"b\u00fccher":    "U+00FC 'ü' is not allowed in a host name",
		"a.":             "an empty label next to a dot",
		"-a":             "a label begins or ends with a hyphen",
		label63 + "a":    "a label of more than 63 characters",
		name253 + ".b":   "more than 253 characters",
		"xn--X":          "a label begins with xn-- and is not Punycode",
		"xn--ls8h":       "U+1F4A9 '💩' is not allowed in a host name",
		"xn--l-fda":      "U+00B7 '·' may not stand here in a host name",
		"http://a.b/":    "':' is not allowed in a host name",
		"a.xn--99999999": "a label begins with xn-- and is not Punycode",
		"xn--a":          "U+0080 is not allowed in a host name",
		"xn---":          "a label begins or ends with a hyphen",
		"xn---9uc":       "a label begins with xn-- and is not Punycode",
	})
	explained(t, "idn-hostname", map[string]string{
		"\u00dcber":       "U+00DC 'Ü' is not allowed in a host name",
		"u\u0308":         "a label is not in Unicode normal form C",
		"\u0903a":         "U+0903 '\u0903' may not begin a label",
		"a\u05d0":         "a label breaks the rule for names written from right to left",
		"a\u200cb":        "U+200C may not stand here in a host name",
		longGreek:         "a label of more than 63 characters in Punycode",
		"\u4e00\u4e00--a": "a label has hyphens in third and fourth place",
	})
}

// FuzzHostname compares the two formats with each other, and idn-hostname
// with UTS 46, which accepts every name that it accepts.
func FuzzHostname(f *testing.F) {
	for _, c := range append(append(hostnames, noHostnames...), contextualLabels()...) {
		f.Add(c.text)
	}
	f.Add("Ꭰ") // Cherokee: unlike in other scripts, the upper case is allowed and not the lower case
	lowered := func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	lax := idna.New(idna.ValidateLabels(true), idna.CheckHyphens(false), idna.CheckJoiners(false), idna.BidiRule(), idna.VerifyDNSLength(true), idna.StrictDomainName(true))
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "\uFFFD")
		text := []byte(s)
		host, international := hostname(text), idnHostname(text)
		if isASCII(text) && host != international || host && !ldhHostname(text) {
			t.Errorf("%q: hostname %v, idn-hostname %v, in draft 4 %v", s, host, international, ldhHostname(text))
		}
		if !international {
			if explainIDNHostname(nil, text) == "" {
				t.Errorf("%q is not valid, but not explained", s)
			}
			return
		}
		dots := strings.NewReplacer("\u3002", ".", "\uff0e", ".", "\uff61", ".")
		ascii, err := lax.ToASCII(strings.Map(lowered, dots.Replace(s)))
		if err != nil {
			t.Errorf("%q: %v", s, err)
		}
		if !hostname([]byte(ascii)) {
			t.Errorf("%q is valid, but in ASCII, %q, is not", s, ascii)
		}
	})
}
