package document

// scanNumber reads a number (RFC 8259, section 6); end is -1 where it is none.
func scanNumber(text []byte, p int) (end int, kind Kind) {
	kind = Integer
	if text[p] == '-' {
		p++
		if p >= len(text) {
			return -1, kind
		}
	}
	switch c := text[p]; {
	case c == '0':
		p++
	case c-'1' < 9:
		p++
		for p < len(text) && text[p]-'0' < 10 {
			p++
		}
	default:
		return -1, kind
	}
	if p < len(text) && text[p] == '.' {
		kind = Number
		p++
		if p >= len(text) || text[p]-'0' > 9 {
			return -1, kind
		}
		for p < len(text) && text[p]-'0' < 10 {
			p++
		}
	}
	if p < len(text) && text[p]|0x20 == 'e' {
		kind = Number
		p++
		if p < len(text) && (text[p] == '+' || text[p] == '-') {
			p++
		}
		if p >= len(text) || text[p]-'0' > 9 {
			return -1, kind
		}
		for p < len(text) && text[p]-'0' < 10 {
			p++
		}
	}
	if p < len(text) && (text[p]-'0' < 10 || text[p] == '.') {
		return -1, kind
	}
	return p, kind
}
