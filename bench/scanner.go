package bench

// This file is a hand-written checker of the session schema, as fast as is reasonably possible in Go
// without unsafe and assembly. It is the lower bound: it shows what a validator that knows its schema at
// build time would cost.
//
// It checks, in one pass over the bytes and without allocating:
//
//   - the syntax of RFC 8259 in full, strings as valid UTF-8, nothing but white
//     space around the value;
//   - every rule of the session schema: required properties, types, null,
//     the two enumerations, createdAt as a date-time of RFC 3339, section 5.6;
//   - that none of the properties is given twice.
//
// It does not find duplicate names of other properties, neither in the session nor within metadata, and
// does not explain why a payload is invalid. Nesting deeper than scanDepth is rejected.

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
//
// Payloads mostly keep the order of the schema. So the properties are tried in
// that order, each by code of its own, which suits branch prediction. A name
// that is not the next one means that the property is absent. The remaining
// properties, unknown or out of order, are checked by [scanRest].
func ScanSession(p []byte) bool {
	i := skipSpace(p, 0)
	if i >= len(p) || p[i] != '{' {
		return false
	}
	if i++; i < len(p) && p[i] <= ' ' {
		i = skipSpace(p, i)
	}
	var seen uint32
	var last bool
	if len(p)-i >= 4 && string(p[i:i+4]) == `"id"` {
		if i = afterColon(p, i+4); i >= len(p) {
			return false
		}
		if i, last = afterComma(p, scanNumber(p, i)); i < 0 {
			return false
		}
		seen |= 1 << propID
		if last {
			return isWhole(p, i, seen)
		}
	}
	if len(p)-i >= 16 && string(p[i:i+16]) == `"organizationId"` {
		if i = afterColon(p, i+16); i >= len(p) {
			return false
		}
		if i, last = afterComma(p, scanNumber(p, i)); i < 0 {
			return false
		}
		seen |= 1 << propOrganizationID
		if last {
			return isWhole(p, i, seen)
		}
	}
	if len(p)-i >= 11 && string(p[i:i+11]) == `"projectId"` {
		if i = afterColon(p, i+11); i >= len(p) {
			return false
		}
		if i, last = afterComma(p, scanOnlyString(p, i)); i < 0 {
			return false
		}
		seen |= 1 << propProjectID
		if last {
			return isWhole(p, i, seen)
		}
	}
	if len(p)-i >= 12 && string(p[i:i+12]) == `"categories"` {
		if i = afterColon(p, i+12); i >= len(p) {
			return false
		}
		if i, last = afterComma(p, scanCategories(p, i)); i < 0 {
			return false
		}
		seen |= 1 << propCategories
		if last {
			return isWhole(p, i, seen)
		}
	}
	if len(p)-i >= 10 && string(p[i:i+10]) == `"provider"` {
		if i = afterColon(p, i+10); i >= len(p) {
			return false
		}
		if i, last = afterComma(p, scanStringOrNull(p, i)); i < 0 {
			return false
		}
		seen |= 1 << propProvider
		if last {
			return isWhole(p, i, seen)
		}
	}
	if len(p)-i >= 15 && string(p[i:i+15]) == `"originOwnerId"` {
		if i = afterColon(p, i+15); i >= len(p) {
			return false
		}
		if i, last = afterComma(p, scanOnlyString(p, i)); i < 0 {
			return false
		}
		seen |= 1 << propOriginOwnerID
		if last {
			return isWhole(p, i, seen)
		}
	}
	if len(p)-i >= 17 && string(p[i:i+16]) == `"originOwnerName` && string(p[i+16:i+17]) == `"` {
		if i = afterColon(p, i+17); i >= len(p) {
			return false
		}
		if i, last = afterComma(p, scanOnlyString(p, i)); i < 0 {
			return false
		}
		seen |= 1 << propOriginOwnerName
		if last {
			return isWhole(p, i, seen)
		}
	}
	if len(p)-i >= 16 && string(p[i:i+16]) == `"originUsername"` {
		if i = afterColon(p, i+16); i >= len(p) {
			return false
		}
		if i, last = afterComma(p, scanStringOrNull(p, i)); i < 0 {
			return false
		}
		seen |= 1 << propOriginUsername
		if last {
			return isWhole(p, i, seen)
		}
	}
	if len(p)-i >= 11 && string(p[i:i+11]) == `"accountId"` {
		if i = afterColon(p, i+11); i >= len(p) {
			return false
		}
		if i, last = afterComma(p, scanStringOrNull(p, i)); i < 0 {
			return false
		}
		seen |= 1 << propAccountID
		if last {
			return isWhole(p, i, seen)
		}
	}
	if len(p)-i >= 7 && string(p[i:i+7]) == `"label"` {
		if i = afterColon(p, i+7); i >= len(p) {
			return false
		}
		if i, last = afterComma(p, scanStringOrNull(p, i)); i < 0 {
			return false
		}
		seen |= 1 << propLabel
		if last {
			return isWhole(p, i, seen)
		}
	}
	if len(p)-i >= 11 && string(p[i:i+11]) == `"createdAt"` {
		if i = afterColon(p, i+11); i >= len(p) {
			return false
		}
		if i, last = afterComma(p, scanCreatedAt(p, i)); i < 0 {
			return false
		}
		seen |= 1 << propCreatedAt
		if last {
			return isWhole(p, i, seen)
		}
	}
	if len(p)-i >= 10 && string(p[i:i+10]) == `"metadata"` {
		if i = afterColon(p, i+10); i >= len(p) {
			return false
		}
		if i, last = afterComma(p, scanMetadata(p, i)); i < 0 {
			return false
		}
		seen |= 1 << propMetadata
		if last {
			return isWhole(p, i, seen)
		}
	}
	if len(p)-i >= 22 && string(p[i:i+16]) == `"externalTrigger` && string(p[i+16:i+22]) == `Token"` {
		if i = afterColon(p, i+22); i >= len(p) {
			return false
		}
		if i, last = afterComma(p, scanStringOrNull(p, i)); i < 0 {
			return false
		}
		seen |= 1 << propExternalTriggerToken
		if last {
			return isWhole(p, i, seen)
		}
	}
	if len(p)-i >= 6 && string(p[i:i+6]) == `"type"` {
		if i = afterColon(p, i+6); i >= len(p) {
			return false
		}
		if i, last = afterComma(p, scanType(p, i)); i < 0 {
			return false
		}
		seen |= 1 << propType
		if last {
			return isWhole(p, i, seen)
		}
	}
	return scanRest(p, i, seen)
}

// scanRest checks the properties from i on, in any order.
func scanRest(p []byte, i int, seen uint32) bool {
	for {
		prop, after := scanProp(p, i)
		if prop < 0 {
			return false
		}
		if prop != propUnknown {
			if seen&(1<<prop) != 0 {
				return false
			}
			seen |= 1 << prop
		}
		if i = afterColon(p, after); i >= len(p) {
			return false
		}
		var last bool
		if i, last = afterComma(p, scanPropValue(p, i, prop)); i < 0 {
			return false
		}
		if last {
			return isWhole(p, i, seen)
		}
	}
}

// isWhole reports whether nothing is missing from a session whose closing
// brace is before i, and nothing follows it.
func isWhole(p []byte, i int, seen uint32) bool {
	return seen&requiredProps == requiredProps && skipSpace(p, i) == len(p)
}

// afterColon skips the colon after a name, and space, and returns the index of the value, or len(p) if
// there is none.
func afterColon(p []byte, i int) int {
	if len(p)-i >= 2 && p[i] == ':' && p[i+1] > ' ' {
		return i + 1
	}
	if i = skipSpace(p, i); i >= len(p) || p[i] != ':' {
		return len(p)
	}
	return skipSpace(p, i+1)
}

// afterComma skips the text after a member whose value ends before i: a comma and space before the next
// name, or the closing brace. It returns -1 for anything else, and if i is negative.
func afterComma(p []byte, i int) (next int, last bool) {
	if i >= 0 && i+1 < len(p) && p[i] == ',' && p[i+1] > ' ' {
		return i + 1, false
	}
	return afterSpacedComma(p, i)
}

func afterSpacedComma(p []byte, i int) (next int, last bool) {
	if i < 0 {
		return -1, false
	}
	if i = skipSpace(p, i); i >= len(p) {
		return -1, false
	}
	switch p[i] {
	case '}':
		return i + 1, true
	case ',':
		return skipSpace(p, i+1), false
	}
	return -1, false
}

// scanProp reads the name at i, which may be that of any property.
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
// the index after it, or -1.
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
		return scanMetadata(p, i)
	case propType:
		return scanType(p, i)
	case propUnknown:
		return scanValue(p, i, scanDepth-1)
	default:
		return scanStringOrNull(p, i)
	}
}

func scanStringOrNull(p []byte, i int) int {
	if p[i] == '"' {
		return scanOnlyString(p, i)
	}
	return scanNull(p, i)
}

func scanMetadata(p []byte, i int) int {
	if p[i] == '{' {
		return scanObject(p, i, scanDepth-1)
	}
	return scanNull(p, i)
}

func scanCategories(p []byte, i int) int {
	if p[i] != '[' {
		return -1
	}
	if i++; i < len(p) && p[i] <= ' ' {
		i = skipSpace(p, i)
	}
	if i < len(p) && p[i] == ']' {
		return i + 1
	}
	for {
		if i = scanCategory(p, i); i < 0 {
			return -1
		}
		if i < len(p) && p[i] <= ' ' {
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

// scanCategory checks one of the categories, quotes and all, by its first
// letter and then the rest in one comparison.
func scanCategory(p []byte, i int) int {
	if len(p)-i < len(`"ats"]}`) || p[i] != '"' {
		return -1
	}
	var n int
	switch rest := p[i+1:]; rest[0] {
	case 'a':
		n = max(prefix(rest, `ats"`), prefix(rest, `accounting"`))
	case 'c':
		n = prefix(rest, `crm"`)
	case 'd':
		n = prefix(rest, `documents"`)
	case 'h':
		n = max(prefix(rest, `hris"`), prefix(rest, `hrisLegacy"`))
	case 'i':
		n = prefix(rest, `iam"`)
	case 'l':
		n = prefix(rest, `lms"`)
	case 'm':
		n = max(prefix(rest, `marketing"`), prefix(rest, `messaging"`))
	case 's':
		n = max(prefix(rest, `stackOne"`), prefix(rest, `screening"`))
	case 't':
		n = prefix(rest, `ticketing"`)
	}
	if n > 0 {
		return i + 1 + n
	}
	end, escaped := scanString(p, i)
	if end < 0 || !escaped || !isCategory(unescape(make([]byte, 0, 64), p[i+1:end-1])) {
		return -1
	}
	return end
}

// prefix returns the length of want if s begins with it, or else zero.
func prefix(s []byte, want string) int {
	if len(s) >= len(want) && string(s[:len(want)]) == want {
		return len(want)
	}
	return 0
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
	if n := dateTimeLength(p[i+1:]); n > 0 && i+1+n < len(p) && p[i+1+n] == '"' {
		return i + n + 2
	}
	end, escaped := scanString(p, i)
	if end < 0 || !escaped {
		return -1
	}
	text := unescape(make([]byte, 0, 64), p[i+1:end-1])
	if dateTimeLength(text) != len(text) || len(text) == 0 {
		return -1
	}
	return end
}

// dateTimeLength returns the length of the date-time that s begins with (RFC 3339, section 5.6), 0 if
// there is none. Days must exist, and a leap second must be at the end of a day in UTC.
func dateTimeLength(s []byte) int {
	if len(s) < len("2006-01-02T15:04:05Z") || s[4] != '-' || s[7] != '-' || s[10]|0x20 != 't' || s[13] != ':' || s[16] != ':' {
		return 0
	}
	century, year := twoDigits(s, 0), twoDigits(s, 2)
	month, day := twoDigits(s, 5), twoDigits(s, 8)
	hour, minute, second := twoDigits(s, 11), twoDigits(s, 14), twoDigits(s, 17)
	if century|year|month|day|hour|minute|second < 0 || hour > 23 || minute > 59 || second > 60 {
		return 0
	}
	if month < 1 || month > 12 || day < 1 || day > 28 && day > daysIn(century*100+year, month) {
		return 0
	}
	i := 19
	if s[i] == '.' {
		start := i + 1
		if i = skipDigits(s, start); i == start || i == len(s) {
			return 0
		}
	}
	if s[i]|0x20 == 'z' {
		if second == 60 && (hour != 23 || minute != 59) {
			return 0
		}
		return i + 1
	}
	if len(s)-i < len("+07:00") || s[i] != '+' && s[i] != '-' || s[i+3] != ':' {
		return 0
	}
	offHour, offMinute := twoDigits(s, i+1), twoDigits(s, i+4)
	if offHour|offMinute < 0 || offHour > 23 || offMinute > 59 {
		return 0
	}
	offset := offHour*60 + offMinute
	if s[i] == '+' {
		offset = -offset
	}
	const wholeDay = 24 * 60
	if second == 60 && (hour*60+minute+offset+wholeDay)%wholeDay != wholeDay-1 {
		return 0
	}
	return i + len("+07:00")
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
