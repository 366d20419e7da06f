package format

// The formats ipv4 and ipv6.
//
// ipv4 is the dotted quad of RFC 2673, section 3.2, in its unambiguous form: a leading
// zero, which some programs read as octal, is rejected.
// https://www.rfc-editor.org/rfc/rfc2673#section-3.2
//
// ipv6 is RFC 4291, section 2.2, in all three text forms, and without a zone.
// https://www.rfc-editor.org/rfc/rfc4291#section-2.2

func ipv4(text []byte) bool {
	if len(text) < len("0.0.0.0") || len(text) > len("255.255.255.255") {
		return false
	}
	number, digits, dots := 0, 0, 0
	for _, c := range text {
		if c == '.' {
			if digits == 0 {
				return false
			}
			digits, number = 0, 0
			dots++
			continue
		}
		d := c - '0'
		if d > 9 || digits > 0 && number == 0 {
			return false
		}
		number = number*10 + int(d)
		digits++
		if number > 255 {
			return false
		}
	}
	return dots == 3 && digits > 0
}

func explainIPv4(x *Explainer, text []byte) string {
	if len(text) == 0 {
		return "empty"
	}
	numbers, start := 0, 0
	for i := 0; i <= len(text); i++ {
		if i < len(text) && text[i] != '.' {
			if !isDigit(text[i]) {
				return x.because("{0} is not a decimal digit", quoteAt(text, i))
			}
			continue
		}
		number := text[start:i]
		switch {
		case len(number) == 0:
			return "a number is missing next to a dot"
		case len(number) > 1 && number[0] == '0':
			return x.because("a leading zero in {0}", []byte(cut(number)))
		case len(number) > 3 || len(number) == 3 && string(number) > "255":
			return x.because("{0} is more than 255", []byte(cut(number)))
		}
		numbers++
		start = i + 1
	}
	return x.becauseOf(numbers, "{0} number, not 4", "{0} numbers, not 4")
}

func ipv6(text []byte) bool {
	const most = len("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255")
	if len(text) < len("::") || len(text) > most {
		return false
	}
	groups, elided := 0, false
	i := 0
	if text[0] == ':' {
		if text[1] != ':' {
			return false
		}
		elided = true
		i = 2
	}
	for i < len(text) {
		start := i
		for i < len(text) && isHex(text[i]) {
			i++
		}
		if i < len(text) && text[i] == '.' {
			if !ipv4(text[start:]) {
				return false
			}
			groups += 2 // the last thirty-two bits
			break
		}
		if i == start || i-start > 4 {
			return false
		}
		groups++
		if i == len(text) {
			break
		}
		if text[i] != ':' {
			return false
		}
		i++
		if i == len(text) {
			return false
		}
		if text[i] == ':' {
			if elided {
				return false
			}
			elided = true
			i++
		}
	}
	if elided {
		return groups < 8 // "::" is one group or more
	}
	return groups == 8
}

func explainIPv6(x *Explainer, text []byte) string {
	if len(text) == 0 {
		return "empty"
	}
	groups, width, elisions := 0, 0, 0
	for i, c := range text {
		switch {
		case c == '%':
			return "a zone is not part of the address"
		case c == '/':
			return "a prefix length is not part of the address"
		case c == '[' || c == ']':
			return "brackets are not part of the address"
		case c == '.':
			if ipv4(text) {
				return "this is an IPv4 address"
			}
			return "" // the error may be in either part
		case c == ':':
			width = 0
			if i > 0 && text[i-1] == ':' {
				elisions++
			}
		case !isHex(c):
			return x.because("{0} is not a hexadecimal digit", quoteAt(text, i))
		default:
			if width++; width > 4 {
				return "a group of more than four digits"
			}
			if width == 1 {
				groups++
			}
		}
	}
	switch {
	case elisions > 1:
		return "more than one ::"
	case text[len(text)-1] == ':' && elisions == 0 || text[0] == ':' && elisions == 0:
		return "a colon at the end that is not doubled"
	case elisions == 0 && groups != 8:
		return x.becauseOf(groups, "{0} group, not 8", "{0} groups, not 8")
	case elisions == 1 && groups > 7:
		return ":: must replace at least one group"
	}
	return ""
}
