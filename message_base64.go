package verdict

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/verdict-lint/verdict/internal/document"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file says why a string is not base64 (RFC 4648, section 4). What encoding/json
// writes for bytes is held against a pattern, which tells a person nothing.

// notBase64 says of a string that is to be base64 why it is not; "" where that is not
// what is wrong with it.
func notBase64(doc *document.Document, f *program.Failure) string {
	if f.Keyword == "contentMediaType" || !f.IsBase64() {
		return ""
	}
	why := faultOfBase64(doc.AppendText(nil, f.Node))
	if why == "" {
		return ""
	}
	return " is not base64: " + why + "; expected RFC 4648 base64 with padding, such as aGVsbG8="
}

// faultOfBase64 is what is wrong with a text as base64, "" where nothing is.
func faultOfBase64(text []byte) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	body := strings.TrimRight(string(text), "=")
	for _, c := range body {
		switch {
		case c == '-' || c == '_':
			return strconv.QuoteRune(c) + " is a character of base64url"
		case c == '=':
			return "there is something behind the padding"
		case c == utf8.RuneError || !strings.ContainsRune(alphabet, c):
			return strconv.QuoteRune(c) + " is not one of its characters"
		}
	}
	wanted := [...]string{"none", "", "2 '='", "1 '='"}[len(body)%4]
	switch padding := len(text) - len(body); {
	case wanted == "":
		return "a character is missing or too many"
	case padding != (4-len(body)%4)%4:
		return "the padding is wrong, there must be " + wanted
	}
	return ""
}
