package format

import (
	"encoding/binary"
	"time"
)

// The formats date-time, date and time: RFC 3339, section 5.6.
//
//	full-date = 4DIGIT "-" 2DIGIT "-" 2DIGIT
//	full-time = 2DIGIT ":" 2DIGIT ":" 2DIGIT [ "." 1*DIGIT ] ( "Z" / ("+" / "-") 2DIGIT ":" 2DIGIT )
//	date-time = full-date "T" full-time
//
// "T" and "Z" may be lower case. A space in place of the "T", which a note of the section
// allows to applications, is not in the grammar and is rejected. The restrictions of
// section 5.7 apply: days of the month, and second 60 only at 23:59:60 UTC.
//
// https://www.rfc-editor.org/rfc/rfc3339#section-5.6

// Two digits, separator, two digits, separator, two digits: both the date without its
// century and the time have this form, and fit a word. The words are those of "00-00-00"
// and "00:00:00", the first character in the lowest byte.
const (
	dashPairs      = 0x30302d30302d3030
	colonPairs     = 0x30303a30303a3030
	pairSeparators = 0x0000ff0000ff0000

	// For each field of the time, the distance from 0x80 of the first number out of range;
	// added to the field, it sets the high bit if the field is out of range.
	pastClock = (0x80 - 24) | (0x80-60)<<24 | (0x80-60)<<48
	clockHigh = 0x80 | 0x80<<24 | 0x80<<48

	lanes    = 0x0101010101010101 // times a byte: that byte in each of eight
	highBits = 0x80 * lanes
)

// pairs reads three numbers of two digits each, separated as in layout, from eight bytes.
// They are in bytes 0, 3 and 6 of the result; wrong is not 0 if the text does not have the
// layout.
func pairs(text []byte, layout uint64) (numbers, wrong uint64) {
	digits := binary.LittleEndian.Uint64(text) ^ layout // digits are 0 to 9, separators 0
	tooLarge := (digits | (digits + (0x80-10)*lanes)) & highBits
	return digits*10 + digits>>8, tooLarge | digits&pairSeparators
}

// daysIn holds the days of each month, indexed by its number, in a year that is not a leap
// year.
var daysIn = [256]uint8{1: 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

func dateTime(text []byte) bool {
	if len(text) < len("2006-01-02T15:04:05Z") || text[10]|0x20 != 't' || !century(text) {
		return false
	}
	day, wrongDay := pairs(text[2:10], dashPairs)
	clock, wrongClock := pairs(text[11:19], colonPairs)
	if wrongDay|wrongClock != 0 || !dayExists(text, day) {
		return false
	}
	offset, ok := zoneOffset(text[19:])
	return ok && timeExists(clock, offset)
}

// Time returns the time that a date-time means to package time, and whether text is one. It returns
// false also for lower-case letters, leap seconds, and more digits than those of nanoseconds.
func Time(text []byte) (t time.Time, ok bool) {
	if len(text) < len("2006-01-02T15:04:05Z") || text[10] != 'T' || !century(text) {
		return t, false
	}
	day, wrongDay := pairs(text[2:10], dashPairs)
	clock, wrongClock := pairs(text[11:19], colonPairs)
	if wrongDay|wrongClock != 0 || !dayExists(text, day) || (clock+pastClock)&clockHigh != 0 {
		return t, false
	}
	nanoseconds, zone := fraction(text[19:])
	year := int(text[0]-'0')*1000 + int(text[1]-'0')*100 + int(uint8(day))
	seconds := unixDay(year, int(uint8(day>>24)), int(uint8(day>>48)))*(24*60*60) +
		int64(uint8(clock))*3600 + int64(uint8(clock>>24))*60 + int64(uint8(clock>>48))
	if len(zone) == 1 && zone[0] == 'Z' {
		return time.Unix(seconds, nanoseconds).UTC(), true
	}
	minutes, ok := offsetMinutes(zone)
	if !ok {
		return t, false
	}
	t = time.Unix(seconds-int64(minutes)*60, nanoseconds).Local() // which normalizes a Local that is UTC
	if _, local := t.Zone(); local != minutes*60 {
		t = t.In(time.FixedZone("", minutes*60))
	}
	return t, true
}

// unixDay returns the number of days from 1970-01-01 to a date after the year 0.
func unixDay(year, month, day int) int64 {
	// Years begin in March, so that the days before a month do not depend on the year.
	if month -= 3; month < 0 {
		month += 12
		year--
	}
	year += 400 // of 146,097 days
	return int64(year*365 + year/4 - year/100 + year/400 + (month*153+2)/5 + day - 719_469 - 146_097)
}

// fraction returns the nanoseconds that the text begins with, as "." and up to nine digits, and the rest
// of the text.
func fraction(text []byte) (nanoseconds int64, rest []byte) {
	if text[0] != '.' {
		return 0, text
	}
	const most = len(".000000000")
	i := 1
	for ; i < min(len(text), most) && isDigit(text[i]); i++ {
		nanoseconds = nanoseconds*10 + int64(text[i]-'0')
	}
	if i == 1 {
		return 0, nil
	}
	for range most - i {
		nanoseconds *= 10
	}
	return nanoseconds, text[i:]
}

func date(text []byte) bool {
	if len(text) != len("2006-01-02") || !century(text) {
		return false
	}
	day, wrong := pairs(text[2:10], dashPairs)
	return wrong == 0 && dayExists(text, day)
}

func timeOfDay(text []byte) bool {
	if len(text) < len("15:04:05Z") {
		return false
	}
	clock, wrong := pairs(text[:8], colonPairs)
	offset, ok := zoneOffset(text[8:])
	return ok && wrong == 0 && timeExists(clock, offset)
}

// century reports whether text begins with two digits.
func century(text []byte) bool { return text[0]-'0' <= 9 && text[1]-'0' <= 9 }

// dayExists reports whether the day exists that pairs has read as year, month and day, in the
// century that text begins with.
func dayExists(text []byte, day uint64) bool {
	// Day 0 wraps around, and months 0 and 13 have no days.
	return uint8(day>>48)-1 < daysIn[uint8(day>>24)] || leapDay(text, day)
}

// leapDay reports whether the day is 29 February in a year that has one,
// counting by the Gregorian rules from year 0000 on.
func leapDay(text []byte, day uint64) bool {
	year := uint8(day)
	if year == 0 {
		year = (text[0]-'0')*10 + text[1] - '0'
	}
	return uint8(day>>24) == 2 && uint8(day>>48) == 29 && year%4 == 0
}

// timeExists reports whether the time of day exists that pairs has read as hour, minute and
// second, at an offset in minutes.
func timeExists(clock uint64, offset int) bool {
	return (clock+pastClock)&clockHigh == 0 || leapSecond(clock, offset)
}

// leapSecond reports whether the time is the second after 23:59:59 in UTC: the
// one that a leap second may add (RFC 3339, appendix D).
func leapSecond(clock uint64, offset int) bool {
	const day = 24 * 60
	hour, minute, second := uint8(clock), uint8(clock>>24), uint8(clock>>48)
	return second == 60 && hour <= 23 && minute <= 59 &&
		(int(hour)*60+int(minute)-offset+day)%day == day-1
}

// zoneOffset reads the text after the seconds, [ "." 1*DIGIT ] and an offset, which it
// returns in minutes.
func zoneOffset(text []byte) (minutes int, ok bool) {
	if len(text) == len(".000Z") && text[0] == '.' && isDigit(text[1]) && isDigit(text[2]) && isDigit(text[3]) && text[4] == 'Z' {
		return 0, true // the most common form
	}
	if len(text) > 0 && text[0] == '.' {
		end := 1
		for end < len(text) && text[end]-'0' <= 9 {
			end++
		}
		if end == 1 {
			return 0, false
		}
		text = text[end:]
	}
	if len(text) == 1 && text[0]|0x20 == 'z' {
		return 0, true
	}
	return offsetMinutes(text)
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

func explainDateTime(x *Explainer, text []byte) string {
	if len(text) < 10 || !dateShaped(text[:10]) {
		if len(text) >= 9 && timeShaped(text) {
			return "no date before the time"
		}
		return explainDate(x, text)
	}
	if fault := explainDate(x, text[:10]); fault != "" {
		return fault
	}
	if len(text) == 10 {
		return "no time after the date"
	}
	switch text[10] {
	case 'T', 't':
		return explainTime(x, text[11:])
	case ' ':
		return "a space between date and time, not a T"
	}
	return "no T between date and time"
}

func explainDate(x *Explainer, text []byte) string {
	if len(text) == 0 {
		return "empty"
	}
	if len(text) < 10 || !dateShaped(text[:10]) {
		return "no date of the form YYYY-MM-DD"
	}
	month, day := twoDigits(text[5:]), twoDigits(text[8:])
	switch {
	case month < 1 || month > 12:
		return x.because("month {0} does not exist", text[5:7])
	case day < 1 || day > 31:
		return x.because("day {0} does not exist", text[8:10])
	case !date(text[:10]):
		return x.because("{0} has no day {1}", text[:7], text[8:10])
	case len(text) > 10:
		return "text after the date"
	}
	return ""
}

func explainTime(x *Explainer, text []byte) string {
	if len(text) == 0 {
		return "no time"
	}
	if !timeShaped(text) {
		return "no time of the form hh:mm:ss"
	}
	hour, minute, second := twoDigits(text), twoDigits(text[3:]), twoDigits(text[6:])
	switch {
	case hour > 23:
		return x.because("hour {0} does not exist", text[:2])
	case minute > 59:
		return x.because("minute {0} does not exist", text[3:5])
	case second > 60:
		return x.because("second {0} does not exist", text[6:8])
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
	if fault := explainOffset(x, zone); fault != "" {
		return fault
	}
	if second == 60 && !timeOfDay(text) {
		return "second 60 is only allowed at 23:59:60 UTC"
	}
	return ""
}

func explainOffset(x *Explainer, zone []byte) string {
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
		return x.because("offset {0} does not exist", zone[:6])
	}
	if len(zone) > 6 {
		return "text after the offset"
	}
	return ""
}

// dateShaped reports whether ten bytes have the form dddd-dd-dd.
func dateShaped(text []byte) bool { return shaped(text, "0000-00-00") }

// timeShaped reports whether text begins with dd:dd:dd.
func timeShaped(text []byte) bool { return len(text) >= 8 && shaped(text[:8], "00:00:00") }

// shaped reports whether text has digits where layout has 0, and layout's own
// characters elsewhere. Both have the same length.
func shaped(text []byte, layout string) bool {
	for i, c := range text {
		if layout[i] == '0' && !isDigit(c) || layout[i] != '0' && c != layout[i] {
			return false
		}
	}
	return true
}

func twoDigits(text []byte) int {
	return int(text[0]-'0')*10 + int(text[1]-'0')
}
