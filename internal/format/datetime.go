package format

import (
	"encoding/binary"
	"fmt"
	"strconv"
)

// The formats date-time, date and time: RFC 3339, section 5.6.
//
//	full-date = 4DIGIT "-" 2DIGIT "-" 2DIGIT
//	full-time = 2DIGIT ":" 2DIGIT ":" 2DIGIT [ "." 1*DIGIT ] ( "Z" / ("+" / "-") 2DIGIT ":" 2DIGIT )
//	date-time = full-date "T" full-time
//
// "T" and "Z" may be of lower case. The space that the section's note allows
// applications in place of the "T" is not in the grammar, and is refused. The
// restrictions of section 5.7 hold: days of the month, and 60 as a second only
// where UTC reads 23:59:60.
//
// https://www.rfc-editor.org/rfc/rfc3339#section-5.6

// Two digits, separator, two digits, separator, two digits: both the short date
// and the clock have this shape, and fit one word. The words are those of
// "00-00-00" and "00:00:00", first character in the lowest byte.
const (
	dashPairs      = 0x30302d30302d3030
	colonPairs     = 0x30303a30303a3030
	pairSeparators = 0x0000ff0000ff0000

	lanes    = 0x0101010101010101 // times a byte: that byte in every lane
	highBits = 0x80 * lanes
)

// pairs reads three numbers of two digits each, separated as in layout, from
// the first eight bytes of text. They stand in bytes 0, 3 and 6 of the result.
func pairs(text []byte, layout uint64) (numbers uint64, ok bool) {
	digits := binary.LittleEndian.Uint64(text) ^ layout // digits are 0 to 9, separators 0
	tooLarge := (digits | (digits + (0x80-10)*lanes)) & highBits
	return digits*10 + digits>>8, tooLarge|digits&pairSeparators == 0
}

// daysIn holds the days of each month, indexed by its number, in a year that is
// no leap year.
var daysIn = [256]uint8{1: 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

func dateTime(text []byte) bool {
	return len(text) >= len("2006-01-02T15:04:05Z") &&
		text[10]|0x20 == 't' &&
		date(text[:10]) &&
		timeOfDay(text[11:])
}

func date(text []byte) bool {
	if len(text) != len("2006-01-02") || text[0]-'0' > 9 || text[1]-'0' > 9 {
		return false
	}
	numbers, ok := pairs(text[2:], dashPairs)
	if !ok {
		return false
	}
	month, day := uint8(numbers>>24), uint8(numbers>>48)
	if day-1 < daysIn[month] { // 0 wraps around; no month 0 or 13 has days
		return true
	}
	return day == 29 && month == 2 && leapYear(text)
}

// leapYear reports whether the four digits that text begins with are a leap
// year, counting by the Gregorian rules from year 0000 on.
func leapYear(text []byte) bool {
	year := yearOf(text)
	return year%4 == 0 && (year%100 != 0 || year%400 == 0)
}

func yearOf(text []byte) int {
	return int(text[0]-'0')*1000 + int(text[1]-'0')*100 + int(text[2]-'0')*10 + int(text[3]-'0')
}

func timeOfDay(text []byte) bool {
	if len(text) < len("15:04:05Z") {
		return false
	}
	numbers, ok := pairs(text, colonPairs)
	hour, minute, second := uint8(numbers), uint8(numbers>>24), uint8(numbers>>48)
	if !ok || hour > 23 || minute > 59 || second > 60 {
		return false
	}
	zone := text[8:]
	if zone[0] == '.' {
		end := 1
		for end < len(zone) && zone[end]-'0' <= 9 {
			end++
		}
		if end == 1 {
			return false
		}
		zone = zone[end:]
	}
	if len(zone) == 1 && zone[0]|0x20 == 'z' {
		return second < 60 || hour == 23 && minute == 59
	}
	offset, ok := offsetMinutes(zone)
	return ok && (second < 60 || endsUTCDay(hour, minute, offset))
}

// offsetMinutes reads a numeric offset, "+hh:mm" or "-hh:mm".
func offsetMinutes(zone []byte) (minutes int, ok bool) {
	if len(zone) != len("+07:00") || zone[3] != ':' {
		return 0, false
	}
	h1, h0, m1, m0 := zone[1]-'0', zone[2]-'0', zone[4]-'0', zone[5]-'0'
	if h1 > 2 || h0 > 9 || m1 > 5 || m0 > 9 || h1 == 2 && h0 > 3 {
		return 0, false
	}
	minutes = (int(h1)*10+int(h0))*60 + int(m1)*10 + int(m0)
	switch zone[0] {
	case '+':
		return minutes, true
	case '-':
		return -minutes, true
	}
	return 0, false
}

// endsUTCDay reports whether the local time is 23:59 in UTC: the one minute that
// a leap second may lengthen (RFC 3339, appendix D).
func endsUTCDay(hour, minute uint8, offset int) bool {
	const day = 24 * 60
	return (int(hour)*60+int(minute)-offset+day)%day == day-1
}

func explainDateTime(text []byte) string {
	if len(text) < 10 || !dateShaped(text[:10]) {
		if len(text) >= 9 && timeShaped(text) {
			return "no date before the time"
		}
		return explainDate(text)
	}
	if fault := explainDate(text[:10]); fault != "" {
		return fault
	}
	if len(text) == 10 {
		return "no time after the date"
	}
	switch text[10] {
	case 'T', 't':
		return explainTime(text[11:])
	case ' ':
		return "a space between date and time, not a T"
	}
	return "no T between date and time"
}

func explainDate(text []byte) string {
	if len(text) == 0 {
		return "empty"
	}
	if len(text) < 10 || !dateShaped(text[:10]) {
		return "no date of the form YYYY-MM-DD"
	}
	month, day := twoDigits(text[5:]), twoDigits(text[8:])
	switch {
	case month < 1 || month > 12:
		return fmt.Sprintf("month %02d does not exist", month)
	case day < 1 || day > 31:
		return fmt.Sprintf("day %02d does not exist", day)
	case !date(text[:10]):
		return fmt.Sprintf("%s has no day %d", text[:7], day)
	case len(text) > 10:
		return "text after the date"
	}
	return ""
}

func explainTime(text []byte) string {
	if len(text) == 0 {
		return "no time"
	}
	if !timeShaped(text) {
		return "no time of the form hh:mm:ss"
	}
	hour, minute, second := twoDigits(text), twoDigits(text[3:]), twoDigits(text[6:])
	switch {
	case hour > 23:
		return fmt.Sprintf("hour %d does not exist", hour)
	case minute > 59:
		return fmt.Sprintf("minute %d does not exist", minute)
	case second > 60:
		return fmt.Sprintf("second %d does not exist", second)
	}
	zone := text[8:]
	if len(zone) > 0 && zone[0] == ',' {
		return "a comma before the fraction of a second, not a point"
	}
	if len(zone) > 0 && zone[0] == '.' {
		end := 1
		for end < len(zone) && isDigit(zone[end]) {
			end++
		}
		if end == 1 {
			return "no digit after the point"
		}
		zone = zone[end:]
	}
	if fault := explainOffset(zone); fault != "" {
		return fault
	}
	if second == 60 && !timeOfDay(text) {
		return "second 60 is only allowed at 23:59:60 UTC"
	}
	return ""
}

func explainOffset(zone []byte) string {
	if len(zone) == 0 {
		return "no offset"
	}
	switch zone[0] {
	case 'Z', 'z':
		if len(zone) > 1 {
			return "text after the Z"
		}
		return ""
	case '+', '-':
	default:
		return "an offset is Z, +hh:mm or -hh:mm"
	}
	if len(zone) < 6 || !isDigit(zone[1]) || !isDigit(zone[2]) || zone[3] != ':' || !isDigit(zone[4]) || !isDigit(zone[5]) {
		return "an offset is Z, +hh:mm or -hh:mm"
	}
	if _, ok := offsetMinutes(zone[:6]); !ok {
		return "offset " + string(zone[:6]) + " does not exist"
	}
	if len(zone) > 6 {
		return "text after the offset"
	}
	return ""
}

// dateShaped reports whether ten bytes read dddd-dd-dd.
func dateShaped(text []byte) bool { return shaped(text, "0000-00-00") }

// timeShaped reports whether text begins with dd:dd:dd.
func timeShaped(text []byte) bool { return len(text) >= 8 && shaped(text[:8], "00:00:00") }

// shaped reports whether text has digits where layout has 0, and layout's own
// characters elsewhere. They are of one length.
func shaped(text []byte, layout string) bool {
	for i, c := range text {
		if layout[i] == '0' && !isDigit(c) || layout[i] != '0' && c != layout[i] {
			return false
		}
	}
	return true
}

func twoDigits(text []byte) int {
	n, _ := strconv.Atoi(string(text[:2]))
	return n
}
