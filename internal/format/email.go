package format

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The formats email and idn-email: the rule "Mailbox" of RFC 5321, section 4.1.2, as RFC
// 6531, section 3.3, extends it for idn-email.
//
// Drafts before 2020-12 name the addr-spec of RFC 5322 instead. That differs in two points:
// it allows comments and folded white space, which are rejected here, and it leaves the
// syntax of the domain to other documents, the same that RFC 5321 refers to.
//
// Lengths are those of RFC 5321, section 4.5.3.1: at most 64 octets before the "@", and 254
// in all. Address literals may be IPv4 or IPv6, the only registered kinds.
//
// https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2
// https://www.rfc-editor.org/rfc/rfc6531#section-3.3

func email(text []byte) bool    { return mailboxFault(text, false) == fault{} }
func idnEmail(text []byte) bool { return mailboxFault(text, true) == fault{} }

func explainEmail(x *Explainer, text []byte) string    { return mailboxFault(text, false).explain(x) }
func explainIDNEmail(x *Explainer, text []byte) string { return mailboxFault(text, true).explain(x) }

const (
	maxMailbox   = 254
	maxLocalPart = 64
)

// atextSet is the rule "atext" of RFC 5322, section 3.2.3.
var atextSet = newCharset(
	digitsLo|1<<'!'|1<<'#'|1<<'$'|1<<'%'|1<<'&'|1<<'\''|1<<'*'|1<<'+'|1<<'-'|1<<'/'|1<<'='|1<<'?',
	lettersHi|1<<('^'-64)|1<<('_'-64)|1<<('`'-64)|1<<('{'-64)|1<<('|'-64)|1<<('}'-64)|1<<('~'-64),
)

// mailboxFault returns what is wrong with a mailbox, which may have characters
// beyond ASCII if international is set.
func mailboxFault(text []byte, international bool) fault {
	if len(text) == 0 {
		return fault{why: "empty"}
	}
	var at int
	var wrong fault
	if text[0] == '"' {
		at, wrong = quotedStringEnd(text, international)
	} else {
		at, wrong = dotStringEnd(text, international)
	}
	switch {
	case wrong != fault{}:
		return wrong
	case at == len(text):
		return fault{why: "no @"}
	case text[at] != '@':
		return fault{why: "text between the quoted part and the @"}
	case at > maxLocalPart:
		return fault{why: "more than 64 octets before the @"}
	case len(text) > maxMailbox:
		return fault{why: "more than 254 octets"}
	}
	return mailDomainFault(text[at+1:], international)
}

// dotStringEnd returns the end of atoms separated by dots.
func dotStringEnd(text []byte, international bool) (end int, wrong fault) {
	for i, c := range text {
		switch {
		case atextSet.has(c), c >= utf8.RuneSelf && international:
		case c == '.':
			switch {
			case i == 0:
				return i, fault{why: "a dot at the beginning"}
			case text[i-1] == '.':
				return i, fault{why: "two dots in a row"}
			}
		case c == '@':
			switch {
			case i == 0:
				return i, fault{why: "nothing before the @"}
			case text[i-1] == '.':
				return i, fault{why: "a dot before the @"}
			}
			return i, fault{}
		default:
			r, _ := utf8.DecodeRune(text[i:])
			return i, fault{"{0} is not allowed before the @", r}
		}
	}
	return len(text), fault{}
}

// quotedStringEnd returns the end of the quoted string at the beginning of a text.
func quotedStringEnd(text []byte, international bool) (end int, wrong fault) {
	for i := 1; i < len(text); i++ {
		c := text[i]
		if c == '"' {
			return i + 1, fault{}
		}
		if c == '\\' && i+1 < len(text) {
			i++
			c = text[i]
			if c >= utf8.RuneSelf {
				return i, fault{why: "a backslash before a character that is not ASCII"}
			}
		}
		if c < ' ' || c == 0x7F || c >= utf8.RuneSelf && !international {
			r, _ := utf8.DecodeRune(text[i:])
			return i, fault{"{0} is not allowed before the @", r}
		}
	}
	return len(text), fault{why: "a quoted part that does not end"}
}

// mailDomainFault returns what is wrong with the text after the "@".
func mailDomainFault(domain []byte, international bool) fault {
	if len(domain) > 0 && domain[0] == '[' {
		return literalFault(domain)
	}
	if ok, _ := ldhName(domain); ok {
		return fault{}
	}
	if len(domain) == 0 {
		return fault{why: "nothing after the @"}
	}
	if len(domain) > maxName && isASCII(domain) {
		return fault{why: "a domain of more than 253 characters"}
	}
	for label := range bytes.SplitSeq(domain, []byte{'.'}) {
		var wrong fault
		if international && !isASCII(label) {
			// Mail programs normalize to form C themselves and do not require it of users.
			_, wrong = aLabel(string(norm.NFC.Bytes(label)))
		} else {
			wrong = ldhLabelFault(label)
		}
		if wrong != (fault{}) {
			return wrong
		}
	}
	return fault{}
}

// literalFault returns what is wrong with an address literal, the domain in
// brackets. "IPv6:" may be in upper or lower case, like all strings of the grammar.
func literalFault(domain []byte) fault {
	const tag = "IPv6:"
	last := len(domain) - 1
	if domain[last] != ']' {
		return fault{why: "an opening bracket without a closing one at the end"}
	}
	address := domain[1:last]
	if len(address) > len(tag) && bytes.EqualFold(address[:len(tag)], []byte(tag)) {
		if ipv6(address[len(tag):]) {
			return fault{}
		}
	} else if ipv4(address) {
		return fault{}
	}
	return fault{why: "no address in the brackets"}
}
