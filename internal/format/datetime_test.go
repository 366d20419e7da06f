package format

import (
	"encoding/binary"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestLayoutsMatchTheirConstants(t *testing.T) {
	for layout, want := range map[string]uint64{"00-00-00": dashPairs, "00:00:00": colonPairs} {
		if got := binary.LittleEndian.Uint64([]byte(layout)); got != want {
			t.Errorf("%s is %#x, not %#x", layout, got, want)
		}
	}
}

func TestDateTimeGrammar(t *testing.T) {
	try(t, "date-time", valid(
		"2026-11-23T06:41:23.123Z",
		"2026-11-23T06:41:23Z",
		"2026-11-23t06:41:23z",
		"2026-11-23T06:41:23.1Z",
		"2026-11-23T06:41:23.123456789012345678901234567890+01:00",
		"2026-11-23T06:41:23-00:00",
		"2026-11-23T06:41:23+23:59",
		"2026-11-23T06:41:23-23:59",
		"0000-01-01T00:00:00Z",
		"9999-12-31T23:59:59Z",
		"2024-02-29T00:00:00Z",
	), invalid(
		"",
		"2026-11-23",
		"06:41:23Z",
		"2026-11-23T06:41:23",
		"2026-11-23 06:41:23Z",
		"2026-11-23T06:41Z",
		"2026-11-23T06:41:23.Z",
		"2026-11-23T06:41:23.123",
		"2026-11-23T06:41:23,123Z",
		"2026-11-23T06:41:23.12 3Z",
		"2026-11-23T06:41:23ZZ",
		"2026-11-23T06:41:23+0100",
		"2026-11-23T06:41:23+01",
		"2026-11-23T06:41:23+24:00",
		"2026-11-23T06:41:23+19:60",
		"2026-11-23T06:41:23+1:000",
		"2026-11-23T06:41:23\u221201:00", // MINUS SIGN
		"2026-11-23T24:00:00Z",
		"2026-11-23T06:60:00Z",
		"2026-11-23T06:41:61Z",
		"2026-00-23T06:41:23Z",
		"2026-13-23T06:41:23Z",
		"2026-11-00T06:41:23Z",
		"2026-11-31T06:41:23Z",
		"2023-02-29T06:41:23Z",
		" 2026-11-23T06:41:23Z",
		"2026-11-23T06:41:23Z ",
		"-026-11-23T06:41:23Z",
		"2026-11-23T06:41:23Y",
		"2026-11-23T06:41:23:",
		"2026-11-23T06:41:2:Z",
		"2026-11-23T06:41:/3Z",
	))
}

func TestLeapSecondIsTheLastOfTheUTCDay(t *testing.T) {
	try(t, "date-time", valid(
		"2016-12-31T23:59:60Z",
		"2016-12-31T23:59:60.999z",
		"2017-01-01T00:59:60+01:00",
		"2017-01-01T05:29:60+05:30",
		"2016-12-31T15:59:60-08:00",
		"2016-12-31T23:59:60-00:00",
		"2016-12-31T00:00:60-23:59",
		"2017-01-01T23:58:60+23:59",
	), invalid(
		"2016-12-31T23:59:60+01:00",
		"2016-12-31T23:59:60-01:00",
		"2016-12-31T22:59:60Z",
		"2016-12-31T23:58:60Z",
		"2016-12-31T00:00:60Z",
		"2016-12-31T24:59:60+01:00",
		"2016-12-31T23:59:61Z",
		"2016-12-31T15:59:60",
	))
}

func TestDaysOfEveryMonth(t *testing.T) {
	for year := 1896; year <= 2104; year++ {
		for month := 0; month <= 13; month++ {
			for day := 0; day <= 32; day++ {
				text := fmt.Sprintf("%04d-%02d-%02d", year, month, day)
				_, err := time.Parse(time.DateOnly, text)
				if got := date([]byte(text)); got != (err == nil) {
					t.Fatalf("%s: got %v, time.Parse says %v", text, got, err)
				}
			}
		}
	}
}

func TestTimeIsFullTime(t *testing.T) {
	try(t, "time", valid(
		"00:00:00Z", "23:59:59.5z", "23:59:60Z", "12:00:00+00:00", "12:00:00.000-12:45",
	), invalid(
		"", "12:00", "12:00:00", "12:00:00.5", "1:00:00Z", "12:00:00 Z", "12:00:00.+01:00", "T12:00:00Z",
		"12-00-00Z", "12:00:0\u0660Z",
	))
}

// The fast check and the slow explanation implement the same grammar: they
// must agree on every text that is a byte away from a valid one.
func TestCheckAndExplanationAgree(t *testing.T) {
	for _, name := range []string{"date-time", "date", "time", "duration"} {
		check := Lookup(name, 2020)
		for _, s := range append(common[name], Example(name)) {
			for i := range s {
				for c := range 256 {
					text := []byte(s)
					text[i] = byte(c)
					if ok, why := check(text), newest(name).explain(nil, text); ok != (why == "") {
						t.Errorf("%s %q: valid is %v, explained as %q", name, text, ok, why)
					}
				}
			}
		}
	}
}

func TestDateTimeIsExplained(t *testing.T) {
	explained(t, "date-time", map[string]string{
		"":                           "empty",
		"yesterday":                  "no date of the form YYYY-MM-DD",
		"2026-1-23T06:41:23Z":        "no date of the form YYYY-MM-DD",
		"06:41:23Z":                  "no date before the time",
		"2026-11-23":                 "no time after the date",
		"2026-11-23 06:41:23Z":       "a space between date and time, not a T",
		"2026-11-23_06:41:23Z":       "no T between date and time",
		"2026-11-32T06:41:23Z":       "day 32 does not exist",
		"2026-11-31T06:41:23Z":       "2026-11 has no day 31",
		"2023-02-29T06:41:23Z":       "2023-02 has no day 29",
		"2026-13-01T06:41:23Z":       "month 13 does not exist",
		"2026-00-01T06:41:23Z":       "month 00 does not exist",
		"2026-11-23T24:00:00Z":       "hour 24 does not exist",
		"2026-11-23T06:60:00Z":       "minute 60 does not exist",
		"2026-11-23T06:41:61Z":       "second 61 does not exist",
		"2026-11-23T06:41:60Z":       "second 60 is only allowed at 23:59:60 UTC",
		"2026-11-23T06:41:23":        "no offset",
		"2026-11-23T06:41:23.5":      "no offset",
		"2026-11-23T06:41:23.Z":      "no digit after the point",
		"2026-11-23T06:41:23,5Z":     "a comma before the fraction of a second, not a point",
		"2026-11-23T06:41:23+01":     "an offset is Z, +hh:mm or -hh:mm",
		"2026-11-23T06:41:23+0100":   "an offset is Z, +hh:mm or -hh:mm",
		"2026-11-23T06:41:23 UTC":    "an offset is Z, +hh:mm or -hh:mm",
		"2026-11-23T06:41:23+24:00":  "offset +24:00 does not exist",
		"2026-11-23T06:41:23Z ":      "text after the Z",
		"2026-11-23T06:41:23+01:00Z": "text after the offset",
		"2026-11-23T06:41":           "no time of the form hh:mm:ss",
		"2026-11-23T":                "no time",
	})
	explained(t, "date", map[string]string{
		"2026-11-23T06:41:23Z": "text after the date",
		"23.11.2026":           "no date of the form YYYY-MM-DD",
	})
	explained(t, "time", map[string]string{
		"06:41:23": "no offset",
		"6:41:23Z": "no time of the form hh:mm:ss",
	})
}

// FuzzDateTime compares with time.Parse, except for known differences: it
// rejects leap seconds and lower case, and accepts a comma instead of the point,
// one digit for the hour, and offsets of 24 hours.
func FuzzDateTime(f *testing.F) {
	for _, s := range common["date-time"] {
		f.Add(s)
	}
	f.Add("2016-12-31T23:59:60Z")
	f.Add("2023-02-29t24:00:00+24:00")
	f.Add("0000-01-01T00:00:00+24:00")
	f.Fuzz(func(t *testing.T, s string) {
		got := dateTime([]byte(s))
		if got != (explainDateTime(nil, []byte(s)) == "") {
			t.Errorf("%q: valid is %v, explained as %q", s, got, explainDateTime(nil, []byte(s)))
		}
		if strings.ContainsAny(s, ",tz") || strings.Contains(s, ":60") {
			return
		}
		_, err := time.Parse(time.RFC3339, s)
		if len(s) > 12 && s[12] == ':' { // one digit for the hour
			return
		}
		if strings.HasSuffix(s[:max(len(s)-2, 0)], "+24:") || strings.HasSuffix(s[:max(len(s)-2, 0)], "-24:") {
			return
		}
		if got != (err == nil) {
			t.Errorf("%q: got %v, time.Parse returns %v", s, got, err)
		}
	})
}

// Package time is the reference for what Time accepts, except that it may leave texts to it.
func TestTimeIsTheTimeOfPackageTime(t *testing.T) {
	defer func(local *time.Location) { time.Local = local }(time.Local)
	for _, zone := range []string{"UTC", "Europe/Berlin", "Asia/Kolkata"} {
		var err error
		if time.Local, err = time.LoadLocation(zone); err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{
			"2026-11-23T06:41:23Z",
			"2026-11-23T06:41:23.1Z",
			"2026-11-23T06:41:23.123Z",
			"2026-11-23T06:41:23.000000001Z",
			"2024-02-29T23:59:59.999999999Z",
			"2000-02-29T00:00:00Z",
			"1600-02-29T00:00:00Z",
			"0000-01-01T00:00:00Z",
			"0000-03-01T00:00:00Z",
			"9999-12-31T23:59:59Z",
			"2026-11-23T06:41:23+00:00",
			"2026-11-23T06:41:23-00:00",
			"2026-11-23T06:41:23.5+01:00", // of Berlin in winter
			"2026-07-23T06:41:23+01:00",
			"2026-07-23T00:00:00+02:00",
			"2026-11-23T06:41:23.000000001+05:30",
			"2026-11-23T06:41:23-05:30",
			"0000-01-01T00:00:00+23:59",
			"9999-12-31T23:59:59-23:59",
		} {
			var want time.Time
			if err := want.UnmarshalJSON([]byte(`"` + text + `"`)); err != nil {
				t.Fatal(err)
			}
			if got, ok := Time([]byte(text)); !ok || !reflect.DeepEqual(got, want) {
				t.Errorf("%s in %s: %v, %v", text, zone, got, ok)
			}
		}
	}
	for _, text := range []string{
		"",
		"2026-11-23T06:41:23",
		"2026-11-23 06:41:23Z",
		"2026-11-23t06:41:23Z",
		"2026-11-23T06:41:23z",
		"2026-11-23T06:41:23+24:00",
		"2026-11-23T06:41:23+01:60",
		"2026-11-23T06:41:23+0100",
		"2026-11-23T06:41:23Z+01:00",
		"2026-11-23T06:41:23.",
		"2026-11-23T06:41:23.Z",
		"2026-11-23T06:41:23,1Z",
		"2026-11-23T06:41:23.1xZ",
		"2026-11-23T06:41:23.0000000001Z",
		"2026-11-31T06:41:23Z",
		"2026-13-01T06:41:23Z",
		"2023-02-29T06:41:23Z",
		"1900-02-29T06:41:23Z",
		"2026-11-23T24:00:00Z",
		"2026-11-23T23:60:00Z",
		"2016-12-31T23:59:60Z",
		"20x6-11-23T06:41:23Z",
		"2026/11/23T06:41:23Z",
	} {
		if got, ok := Time([]byte(text)); ok {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestUnixDaysFollowEachOther(t *testing.T) {
	day := unixDay(0, 1, 1)
	for date := time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC); date.Year() < 801; date = date.AddDate(0, 0, 1) {
		if got := unixDay(date.Year(), int(date.Month()), date.Day()); got != day || got*86_400 != date.Unix() {
			t.Fatalf("%v: %d, want %d", date, got, day)
		}
		day++
	}
}
