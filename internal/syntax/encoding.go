package syntax

import "bytes"

// byteOrderMarks are those of encodings other than UTF-8.
var byteOrderMarks = []struct{ encoding, mark string }{
	{"UTF-32", "\xFF\xFE\x00\x00"},
	{"UTF-32", "\x00\x00\xFE\xFF"},
	{"UTF-16", "\xFF\xFE"},
	{"UTF-16", "\xFE\xFF"},
}

// ForeignEncoding returns the encoding of a text that is UTF-16 or UTF-32, and "" otherwise. It
// is recognized by its byte order mark, or by its first two characters, which are ASCII in
// nearly all payloads.
func ForeignEncoding(text []byte) string {
	for _, m := range byteOrderMarks {
		if bytes.HasPrefix(text, []byte(m.mark)) {
			return m.encoding
		}
	}
	if len(text) < 4 {
		return ""
	}
	switch a, b, c, d := text[0] != 0, text[1] != 0, text[2] != 0, text[3] != 0; {
	case a && !b && c && !d, !a && b && !c && d:
		return "UTF-16"
	case a && !b && !c && !d && len(text)%4 == 0, !a && !b && !c && d:
		return "UTF-32"
	}
	return ""
}
