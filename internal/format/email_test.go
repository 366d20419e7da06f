package format

import (
	"regexp"
	"strings"
	"testing"
)

var (
	local64 = strings.Repeat("a", 64)
	// 64 octets, the "@", and 189 more.
	mailbox254 = local64 + "@" + label63 + "." + label63 + "." + strings.Repeat("b", 61)
)

var (
	mailboxes = valid(
		"a@b", "a@b.c", "a.b@c.d", "a+b@c", "A@B.C", "1@2", "!#$%&'*+-/=?^_`{|}~@a", "a@1.2.3", "a@a-b", "a@xn--a", `""@a`, `"a b"@c`, `"a@b"@c`,
		`"a\"b"@c`, `"\\"@c`, `"a\ b"@c`, `".."@c`, `"(),:;<>[]"@c`, "a@[1.2.3.4]", "a@[IPv6:::1]", "a@[ipv6:1::2]", "a@[IPv6:::ffff:1.2.3.4]",
		local64+"@a", mailbox254,
	)
	noMailboxes = invalid(
		"", "@", "a", "a@", "@a", "a@@b", "a@b@c", ".a@b", "a.@b", "a..b@c", "a b@c", " a@b", "a@b ", "a@b\n", "a@.b", "a@b.", "a@b..c", "a@-b", "a@b-",
		"a@b_c", "a@b c", "a(b)@c", "a@b(c)", "a,b@c", "a:b@c", "a;b@c", "<a@b>", "A <a@b>", "a\\@b@c", `"a@b`, `"a"b@c`, `a"b"@c`, `"a".b@c`,
		`"a"`, `"`, `"\"@a`, "\"\n\"@a", "\"\\\n\"@a", "\"\x7f\"@a", "a@[]", "a@[1.2.3]", "a@[1.2.3.256]", "a@[::1]", "a@[IPv6:]", "a@[IPv6:1]",
		"a@[IPv6:1.2.3.4]", "a@[IPv5:1]", "a@[1.2.3.4", "a@[1.2.3.4]b", "a@1.2.3.4]", "a@[IPv6:::1%25eth0]", "mailto:a@b", "a@b:25",
		local64+"a@b", mailbox254+"b", "a@"+label63+"a",
	)
)

func TestMailboxGrammar(t *testing.T) {
	try(t, "email", mailboxes, noMailboxes, invalid(
		"\u00fc@a", "a@\u00fc", "\"\u00fc\"@a", "a\uff20b", "\ufffd@a",
	))
}

func TestInternationalMailboxGrammar(t *testing.T) {
	try(t, "idn-email", mailboxes, noMailboxes, valid(
		"\u00fc@a", "a@\u00fc", "\u00fc@\u00fc.\u00fc", "\"\u00fc \"@a", "u\u0308@a", "a@u\u0308", "\U0001f4a9@a", "\u200b@a", "\uff20@a", "a@a.\u4f8b",
	), invalid(
		"a\uff20b", "\u00fc", "\u00fc@", "@\u00fc", "a@\u2603", "a@-\u00fc", "a@\u00fc.", "a@b\u3002c", "a@\u00fc b", ".\u00fc@a", "\"\\\u00fc\"@a",
		strings.Repeat("\u00fc", 33)+"@a", "a@"+longGreek, "a@[\u0661.2.3.4]",
	))
}

func TestMailboxesAreExplained(t *testing.T) {
	explained(t, "email", map[string]string{
		"":               "empty",
		"joe":            "no @",
		"@b":             "nothing before the @",
		"a@":             "nothing after the @",
		"a b@c":          "a space is not allowed before the @",
		".a@b":           "a dot at the beginning",
		"a.@b":           "a dot before the @",
		"a..b@c":         "two dots in a row",
		"a@b@c":          "'@' is not allowed in a host name",
		"a@b_c":          "'_' is not allowed in a host name",
		"a@b.":           "an empty label next to a dot",
		"a@[1.2.3]":      "no address in the brackets",
		"a@[1.2.3.4":     "an opening bracket without a closing one at the end",
		`"a@b`:           "a quoted part that does not end",
		`"a"b@c`:         "text between the quoted part and the @",
		"\u00fc@a":       "U+00FC 'ü' is not allowed before the @",
		"a@\u00fc":       "U+00FC 'ü' is not allowed in a host name",
		local64 + "a@b":  "more than 64 octets before the @",
		mailbox254 + "b": "more than 254 octets",
	})
}

// mailboxRule is "Mailbox" of RFC 5321, section 4.1.2, without address literals and
// lengths.
var mailboxRule = regexp.MustCompile(`\A(` +
	"[A-Za-z0-9!#$%&'*+\\-/=?^_`{|}~]+(?:\\.[A-Za-z0-9!#$%&'*+\\-/=?^_`{|}~]+)*" +
	`|"(?:[ !#-\[\]-~]|\\[ -~])*")@` +
	`([A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?)*)\z`)

// FuzzMailbox compares the two formats with each other, and email with the
// grammar as a regular expression.
func FuzzMailbox(f *testing.F) {
	for _, c := range append(mailboxes, noMailboxes...) {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "\uFFFD")
		text := []byte(s)
		ascii, international := email(text), idnEmail(text)
		if isASCII(text) && ascii != international || ascii && !isASCII(text) {
			t.Errorf("%q: email %v, idn-email %v", s, ascii, international)
		}
		if strings.HasSuffix(s, "]") || len(s) > 300 && !ascii {
			return // address literals are not in the rule, and it is slow on long texts
		}
		parts := mailboxRule.FindStringSubmatch(s)
		want := parts != nil && len(s) <= 254 && len(parts[1]) <= 64 && len(parts[2]) <= 253
		if ascii != want {
			t.Errorf("%q: got %v, want %v", s, ascii, want)
		}
	})
}
