package bench

// This file is the floor: a checker of the session schema written by hand, as
// fast as Go without unsafe can be made to go with reasonable means. It shows
// what a validator that knew its schema at build time would cost.
//
// It checks, in one pass over the bytes and without allocating:
//
//   - the syntax of RFC 8259 in full, strings as valid UTF-8, nothing but white
//     space around the value;
//   - every rule of session.schema.json: required properties, types, null,
//     the two enumerations, createdAt as a date-time of RFC 3339, section 5.6;
//   - that none of the fourteen properties is given twice.
//
// It does not find doubled names of other properties, neither in the session
// nor within metadata, and says nothing of why a payload is refused. Nesting
// deeper than scanDepth is refused.

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

const scanDepth = 1000

// The properties of a session, in the order of the schema.
const (
	propID = iota
	propOrganizationID
	propProjectID
	propCategories
	propProvider
	propOriginOwnerID
	propOriginOwnerName
	propOriginUsername
	propAccountID
	propLabel
	propCreatedAt
	propMetadata
	propExternalTriggerToken
	propType
	propUnknown
)

const requiredProps = 1<<propID | 1<<propOrganizationID | 1<<propProjectID |
	1<<propOriginOwnerID | 1<<propOriginOwnerName | 1<<propCreatedAt

// ScanSession reports whether the payload is a valid session.
func ScanSession(p []byte) bool {
	i := skipSpace(p, 0)
	if i >= len(p) || p[i] != '{' {
		return false
	}
	i = skipSpace(p, i+1)
	if i >= len(p) || p[i] == '}' {
		return false
	}
	var seen uint32
	next := propID
	for {
		prop, after := predictProp(p, i, next)
		if prop < 0 {
			if prop, after = scanProp(p, i); prop < 0 {
				return false
			}
		}
		i = after
		if prop != propUnknown {
			if seen&(1<<prop) != 0 {
				return false
			}
			seen |= 1 << prop
			next = prop + 1
		}
		if i >= len(p) {
			return false
		}
		if p[i] != ':' {
			if i = skipSpace(p, i); i >= len(p) || p[i] != ':' {
				return false
			}
		}
		if i++; i < len(p) && p[i] <= ' ' {
			i = skipSpace(p, i)
		}
		if i = scanPropValue(p, i, prop); i < 0 || i >= len(p) {
			return false
		}
		if p[i] <= ' ' {
			if i = skipSpace(p, i); i >= len(p) {
				return false
			}
		}
		if p[i] == '}' {
			return seen&requiredProps == requiredProps && skipSpace(p, i+1) == len(p)
		}
		if p[i] != ',' {
			return false
		}
		if i++; i < len(p) && p[i] <= ' ' {
			i = skipSpace(p, i)
		}
	}
}

// predictProp looks whether the name at i is that of the property next or of
// the one after it, as it is where payloads keep the schema's order, and
// returns it and the index behind the closing quote; -1 if not.
func predictProp(p []byte, i, next int) (prop, after int) {
	rest := p[i:]
	for range 2 {
		switch next {
		case propID:
			if len(rest) >= 4 && string(rest[:4]) == `"id"` {
				return next, i + 4
			}
		case propOrganizationID:
			if len(rest) >= 16 && string(rest[:16]) == `"organizationId"` {
				return next, i + 16
			}
		case propProjectID:
			if len(rest) >= 11 && string(rest[:11]) == `"projectId"` {
				return next, i + 11
			}
		case propCategories:
			if len(rest) >= 12 && string(rest[:12]) == `"categories"` {
				return next, i + 12
			}
		case propProvider:
			if len(rest) >= 10 && string(rest[:10]) == `"provider"` {
				return next, i + 10
			}
		case propOriginOwnerID:
			if len(rest) >= 15 && string(rest[:15]) == `"originOwnerId"` {
				return next, i + 15
			}
		case propOriginOwnerName:
			if len(rest) >= 17 && string(rest[:16]) == `"originOwnerName` && rest[16] == '"' {
				return next, i + 17
			}
		case propOriginUsername:
			if len(rest) >= 16 && string(rest[:16]) == `"originUsername"` {
				return next, i + 16
			}
		case propAccountID:
			if len(rest) >= 11 && string(rest[:11]) == `"accountId"` {
				return next, i + 11
			}
		case propLabel:
			if len(rest) >= 7 && string(rest[:7]) == `"label"` {
				return next, i + 7
			}
		case propCreatedAt:
			if len(rest) >= 11 && string(rest[:11]) == `"createdAt"` {
				return next, i + 11
			}
		case propMetadata:
			if len(rest) >= 10 && string(rest[:10]) == `"metadata"` {
				return next, i + 10
			}
		case propExternalTriggerToken:
			if len(rest) >= 22 && string(rest[:16]) == `"externalTrigger` && string(rest[16:22]) == `Token"` {
				return next, i + 22
			}
		case propType:
			if len(rest) >= 6 && string(rest[:6]) == `"type"` {
				return next, i + 6
			}
		}
		next++
	}
	return -1, i
}

// scanProp reads the name at i, wherever it stands in the schema.
func scanProp(p []byte, i int) (prop, after int) {
	if i >= len(p) || p[i] != '"' {
		return -1, i
	}
	end, escaped := scanString(p, i)
	if end < 0 {
		return -1, i
	}
	name := p[i+1 : end-1]
	if escaped {
		name = unescape(make([]byte, 0, 64), name)
	}
	return propOf(name), end
}

func propOf(name []byte) int {
	switch string(name) {
	case "id":
		return propID
	case "organizationId":
		return propOrganizationID
	case "projectId":
		return propProjectID
	case "categories":
		return propCategories
	case "provider":
		return propProvider
	case "originOwnerId":
		return propOriginOwnerID
	case "originOwnerName":
		return propOriginOwnerName
	case "originUsername":
		return propOriginUsername
	case "accountId":
		return propAccountID
	case "label":
		return propLabel
	case "createdAt":
		return propCreatedAt
	case "metadata":
		return propMetadata
	case "externalTriggerToken":
		return propExternalTriggerToken
	case "type":
		return propType
	}
	return propUnknown
}

// scanPropValue checks the value at i against the rules of prop and returns
// the index behind it, or -1.
func scanPropValue(p []byte, i, prop int) int {
	if i >= len(p) {
		return -1
	}
	switch prop {
	case propID, propOrganizationID:
		return scanNumber(p, i)
	case propProjectID, propOriginOwnerID, propOriginOwnerName:
		return scanOnlyString(p, i)
	case propCategories:
		return scanCategories(p, i)
	case propCreatedAt:
		return scanCreatedAt(p, i)
	case propMetadata:
		if p[i] == '{' {
			return scanValue(p, i, scanDepth-1)
		}
		return scanNull(p, i)
	case propType:
		return scanType(p, i)
	case propUnknown:
		return scanValue(p, i, scanDepth-1)
	default:
		if p[i] == '"' {
			return scanOnlyString(p, i)
		}
		return scanNull(p, i)
	}
}

func scanCategories(p []byte, i int) int {
	if p[i] != '[' {
		return -1
	}
	if i = skipSpace(p, i+1); i < len(p) && p[i] == ']' {
		return i + 1
	}
	for {
		if i >= len(p) || p[i] != '"' {
			return -1
		}
		end, escaped := scanString(p, i)
		if end < 0 {
			return -1
		}
		name := p[i+1 : end-1]
		if escaped {
			name = unescape(make([]byte, 0, 64), name)
		}
		if !isCategory(name) {
			return -1
		}
		if i = end; i < len(p) && p[i] <= ' ' {
			i = skipSpace(p, i)
		}
		if i >= len(p) {
			return -1
		}
		if p[i] == ']' {
			return i + 1
		}
		if p[i] != ',' {
			return -1
		}
		if i++; i < len(p) && p[i] <= ' ' {
			i = skipSpace(p, i)
		}
	}
}

func isCategory(name []byte) bool {
	switch string(name) {
	case "ats", "hris", "hrisLegacy", "crm", "iam", "marketing", "lms", "stackOne",
		"documents", "ticketing", "screening", "messaging", "accounting":
		return true
	}
	return false
}

func scanType(p []byte, i int) int {
	if p[i] != '"' {
		return scanNull(p, i)
	}
	if rest := p[i:]; len(rest) >= 12 && string(rest[:12]) == `"PRODUCTION"` {
		return i + 12
	} else if len(rest) >= 6 && string(rest[:6]) == `"TEST"` {
		return i + 6
	}
	end, escaped := scanString(p, i)
	if end < 0 || !escaped {
		return -1
	}
	name := string(unescape(make([]byte, 0, 64), p[i+1:end-1]))
	if name != "PRODUCTION" && name != "TEST" {
		return -1
	}
	return end
}

func scanCreatedAt(p []byte, i int) int {
	if p[i] != '"' {
		return -1
	}
	end, escaped := scanString(p, i)
	if end < 0 {
		return -1
	}
	text := p[i+1 : end-1]
	if escaped {
		text = unescape(make([]byte, 0, 64), text)
	}
	if !isDateTime(text) {
		return -1
	}
	return end
}

// isDateTime reports whether s is a date-time of RFC 3339, section 5.6, with
// the days a month has and leap seconds only where UTC can have them.
func isDateTime(s []byte) bool {
	if len(s) < len("2006-01-02T15:04:05Z") || s[4] != '-' || s[7] != '-' || s[10]|0x20 != 't' || s[13] != ':' || s[16] != ':' {
		return false
	}
	century, year := twoDigits(s, 0), twoDigits(s, 2)
	month, day := twoDigits(s, 5), twoDigits(s, 8)
	hour, minute, second := twoDigits(s, 11), twoDigits(s, 14), twoDigits(s, 17)
	if century|year|month|day|hour|minute|second < 0 || hour > 23 || minute > 59 || second > 60 {
		return false
	}
	if month < 1 || month > 12 || day < 1 || day > daysIn(century*100+year, month) {
		return false
	}
	i := 19
	if s[i] == '.' {
		start := i + 1
		for i = start; i < len(s) && s[i]-'0' <= 9; i++ {
		}
		if i == start || i == len(s) {
			return false
		}
	}
	if s[i]|0x20 == 'z' {
		return i == len(s)-1 && (second < 60 || hour == 23 && minute == 59)
	}
	if len(s)-i != len("+07:00") || s[i] != '+' && s[i] != '-' || s[i+3] != ':' {
		return false
	}
	offHour, offMinute := twoDigits(s, i+1), twoDigits(s, i+4)
	if offHour|offMinute < 0 || offHour > 23 || offMinute > 59 {
		return false
	}
	if second < 60 {
		return true
	}
	offset := offHour*60 + offMinute
	if s[i] == '+' {
		offset = -offset
	}
	const day24 = 24 * 60
	return (hour*60+minute+offset+day24)%day24 == day24-1
}

func twoDigits(s []byte, i int) int {
	a, b := s[i]-'0', s[i+1]-'0'
	if a > 9 || b > 9 {
		return -1
	}
	return int(a)*10 + int(b)
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// scanValue checks the syntax of the value at i, nested up to depth deep, and
// returns the index behind it, or -1.
func scanValue(p []byte, i, depth int) int {
	if i >= len(p) {
		return -1
	}
	switch p[i] {
	case '"':
		return scanOnlyString(p, i)
	case '{':
		return scanObject(p, i, depth)
	case '[':
		return scanArray(p, i, depth)
	case 't':
		if rest := p[i:]; len(rest) >= 4 && string(rest[:4]) == "true" {
			return i + 4
		}
		return -1
	case 'f':
		if rest := p[i:]; len(rest) >= 5 && string(rest[:5]) == "false" {
			return i + 5
		}
		return -1
	case 'n':
		return scanNull(p, i)
	}
	return scanNumber(p, i)
}

func scanObject(p []byte, i, depth int) int {
	if depth == 0 {
		return -1
	}
	if i = skipSpace(p, i+1); i < len(p) && p[i] == '}' {
		return i + 1
	}
	for {
		if i >= len(p) || p[i] != '"' {
			return -1
		}
		if i = scanOnlyString(p, i); i < 0 {
			return -1
		}
		if i = skipSpace(p, i); i >= len(p) || p[i] != ':' {
			return -1
		}
		if i = scanValue(p, skipSpace(p, i+1), depth-1); i < 0 {
			return -1
		}
		if i = skipSpace(p, i); i >= len(p) {
			return -1
		}
		if p[i] == '}' {
			return i + 1
		}
		if p[i] != ',' {
			return -1
		}
		i = skipSpace(p, i+1)
	}
}

func scanArray(p []byte, i, depth int) int {
	if depth == 0 {
		return -1
	}
	if i = skipSpace(p, i+1); i < len(p) && p[i] == ']' {
		return i + 1
	}
	for {
		if i = scanValue(p, i, depth-1); i < 0 {
			return -1
		}
		if i = skipSpace(p, i); i >= len(p) {
			return -1
		}
		if p[i] == ']' {
			return i + 1
		}
		if p[i] != ',' {
			return -1
		}
		i = skipSpace(p, i+1)
	}
}

func scanNull(p []byte, i int) int {
	if rest := p[i:]; len(rest) >= 4 && string(rest[:4]) == "null" {
		return i + 4
	}
	return -1
}

// scanNumber checks the number at i (RFC 8259, section 6).
func scanNumber(p []byte, i int) int {
	if i < len(p) && p[i] == '-' {
		i++
	}
	if i >= len(p) {
		return -1
	}
	if p[i] == '0' {
		i++
	} else if p[i]-'1' <= 8 {
		for i++; i < len(p) && p[i]-'0' <= 9; i++ {
		}
	} else {
		return -1
	}
	if i < len(p) && p[i] == '.' {
		if i = scanDigits(p, i+1); i < 0 {
			return -1
		}
	}
	if i < len(p) && p[i]|0x20 == 'e' {
		if i++; i < len(p) && (p[i] == '+' || p[i] == '-') {
			i++
		}
		return scanDigits(p, i)
	}
	return i
}

// scanDigits passes over one digit or more.
func scanDigits(p []byte, i int) int {
	start := i
	for i < len(p) && p[i]-'0' <= 9 {
		i++
	}
	if i == start {
		return -1
	}
	return i
}

// skipSpace returns the index of the first byte from i on that is not white
// space.
func skipSpace(p []byte, i int) int {
	for i < len(p) && p[i] <= ' ' && (p[i] == ' ' || p[i] == '\n' || p[i] == '\t' || p[i] == '\r') {
		i++
	}
	return i
}

const (
	eachByte = 0x0101010101010101
	highBits = 0x80 * eachByte
)

// special marks in the high bit of its byte each byte of w that ends the plain
// run of a string: a quote, a backslash, a control character or a byte beyond
// ASCII. Bytes above the lowest that is marked may be marked without cause,
// for a borrow runs upwards only.
func special(w uint64) uint64 {
	return (w | (w - 0x20*eachByte) | ((w ^ '"'*eachByte) - eachByte) | ((w ^ '\\'*eachByte) - eachByte)) & highBits
}

// scanOnlyString checks the string at i, a quote unless it is no string, and
// returns the index behind it, or -1.
func scanOnlyString(p []byte, i int) int {
	if i >= len(p) || p[i] != '"' {
		return -1
	}
	end, _ := scanString(p, i)
	return end
}

// scanString checks the string whose opening quote is at i. It returns the
// index behind the closing quote, or -1, and whether there are escapes.
func scanString(p []byte, i int) (end int, escaped bool) {
	i++
	for {
		for len(p)-i >= 8 {
			m := special(binary.LittleEndian.Uint64(p[i:]))
			if m == 0 {
				i += 8
				continue
			}
			i += bits.TrailingZeros64(m) / 8
			break
		}
		if i >= len(p) {
			return -1, false
		}
		switch c := p[i]; {
		case c == '"':
			return i + 1, escaped
		case c == '\\':
			escaped = true
			if i = scanEscape(p, i); i < 0 {
				return -1, false
			}
		case c < ' ':
			return -1, false
		case c < utf8.RuneSelf:
			i++
		default:
			r, size := utf8.DecodeRune(p[i:])
			if r == utf8.RuneError && size == 1 {
				return -1, false
			}
			i += size
		}
	}
}

// scanEscape passes over the escape at i (RFC 8259, section 7). Surrogates
// need not be paired: the grammar does not ask it.
func scanEscape(p []byte, i int) int {
	if i+1 >= len(p) {
		return -1
	}
	switch p[i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 2
	case 'u':
		if i+6 > len(p) {
			return -1
		}
		if hexValue(p[i+2])|hexValue(p[i+3])|hexValue(p[i+4])|hexValue(p[i+5]) < 0 {
			return -1
		}
		return i + 6
	}
	return -1
}

func hexValue(c byte) int {
	switch {
	case c-'0' <= 9:
		return int(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}

// unescape appends the text of the string's inside s, whose syntax has been
// checked, to b. Surrogates become the replacement character, for no name or
// value that is looked for holds one.
func unescape(b, s []byte) []byte {
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			b = append(b, s[i])
			continue
		}
		i++
		switch s[i] {
		case 'b':
			b = append(b, '\b')
		case 'f':
			b = append(b, '\f')
		case 'n':
			b = append(b, '\n')
		case 'r':
			b = append(b, '\r')
		case 't':
			b = append(b, '\t')
		case 'u':
			r := hexValue(s[i+1])<<12 | hexValue(s[i+2])<<8 | hexValue(s[i+3])<<4 | hexValue(s[i+4])
			b = utf8.AppendRune(b, rune(r))
			i += 4
		default:
			b = append(b, s[i])
		}
	}
	return b
}
