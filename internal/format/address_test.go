package format

import (
	"net/netip"
	"testing"
)

func TestIPv4Grammar(t *testing.T) {
	try(t, "ipv4", valid(
		"0.0.0.0", "255.255.255.255", "1.2.3.4", "10.0.0.1", "192.168.100.200",
	), invalid(
		"", "1.2.3", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.1000", "1.2.3.04", "01.2.3.4",
		"00.0.0.0", "0x1.2.3.4", "1.2.3.4/8", "1.2.3.4 ", "a.b.c.d", "1,2,3,4", "1.2.3.\uff14", "4294967295",
	))
}

func TestIPv6Grammar(t *testing.T) {
	try(t, "ipv6", valid(
		"::", "::1", "1::", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1::8", "ABCD:ef01::", "::1.2.3.4",
		"1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5::1.2.3.4", "::ffff:255.255.255.255", "0000:0000:0000:0000:0000:0000:0000:0000",
	), invalid(
		"", ":", ":::", "1", "1:", ":1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8",
		"1::2::3", "12345::", "g::", "::1%eth0", "::1/64", "[::1]", "1.2.3.4", "::1.2.3", "::1.2.3.4:5", "1.2.3.4::",
		"1:2:3:4:5:6:7:1.2.3.4", "1:2:3:4:5:6::1.2.3.4:", "::256.1.1.1", "::01.2.3.4", " ::1", "1:2:3:4:5:6:7::8:",
	))
}

func TestAddressesAreExplained(t *testing.T) {
	explained(t, "ipv4", map[string]string{
		"":            "empty",
		"1.2.3":       "3 numbers, not 4",
		"1.2.3.4.5":   "5 numbers, not 4",
		"1.2.3.256":   "256 is more than 255",
		"1.2.3.1000":  "1000 is more than 255",
		"1.2.03.4":    "a leading zero in 03",
		"1..2.3":      "a number is missing next to a dot",
		"1.2.3.4/8":   "'/' is not a decimal digit",
		"1.2.3.4 ":    "a space is not a decimal digit",
		"example.com": "'e' is not a decimal digit",
	})
	explained(t, "ipv6", map[string]string{
		"":                  "empty",
		"1:2:3":             "3 groups, not 8",
		"::1%eth0":          "a zone is not part of the address",
		"fe80::/64":         "a prefix length is not part of the address",
		"[::1]":             "brackets are not part of the address",
		"1.2.3.4":           "this is an IPv4 address",
		"1::2::3":           "more than one ::",
		"1:2:3:4:5:6:7:":    "a colon at the end that is not doubled",
		"12345::":           "a group of more than four digits",
		"::x":               "'x' is not a hexadecimal digit",
		"1:2:3:4:5:6:7:8::": ":: must replace at least one group",
	})
}

func FuzzAddresses(f *testing.F) {
	for _, name := range []string{"ipv4", "ipv6"} {
		for _, s := range common[name] {
			f.Add(s)
		}
	}
	f.Add("::ffff:1.2.3.4")
	f.Add("1:2:3:4:5:6:7::")
	f.Fuzz(func(t *testing.T, s string) {
		addr, err := netip.ParseAddr(s)
		if got, want := ipv4([]byte(s)), err == nil && addr.Is4(); got != want {
			t.Errorf("ipv4 %q: got %v, want %v", s, got, want)
		}
		if got, want := ipv6([]byte(s)), err == nil && addr.Is6() && addr.Zone() == ""; got != want {
			t.Errorf("ipv6 %q: got %v, want %v", s, got, want)
		}
	})
}
