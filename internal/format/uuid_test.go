package format

import "testing"

func TestUUIDGrammar(t *testing.T) {
	try(t, "uuid", valid(
		"f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
		"F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6",
		"00000000-0000-0000-0000-000000000000",
		"ffffffff-ffff-ffff-ffff-ffffffffffff",
		"01890a5d-ac96-774b-bcce-b302099a8057", // version 7
	), invalid(
		"",
		"f81d4fae7dec11d0a76500a0c91e6bf6",
		"{f81d4fae-7dec-11d0-a765-00a0c91e6bf6}",
		"urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
		"f81d4fae-7dec-11d0-a765-00a0c91e6bf",
		"f81d4fae-7dec-11d0-a765-00a0c91e6bf66",
		"g81d4fae-7dec-11d0-a765-00a0c91e6bf6",
		"f81d4fae-7dec-11d0-a765-00a0c91e6bfg",
		"f81d4fae 7dec 11d0 a765 00a0c91e6bf6",
		"f81d4fae-7dec-11d0-a765000a0c91e6bf6",
	))
}

func TestWordsOfHexadecimalDigits(t *testing.T) {
	for c := range 256 {
		word := uint64(c) * lanes
		if got := notHex(word) == 0; got != isHex(byte(c)) {
			t.Errorf("%q: got %v", rune(c), got)
		}
		for lane := range 8 {
			word := uint64('0')*lanes&^(0xff<<(8*lane)) | uint64(c)<<(8*lane)
			if got := notHex(word) == 0; got != isHex(byte(c)) {
				t.Errorf("%q in lane %d: got %v", rune(c), lane, got)
			}
		}
	}
}

func TestUUIDIsExplained(t *testing.T) {
	explained(t, "uuid", map[string]string{
		"":                                     "empty",
		"f81d4fae-7dec-11d0-a765-00a0c91e6bf":  "35 characters, not 36",
		"g81d4fae-7dec-11d0-a765-00a0c91e6bf6": "'g' is not a hexadecimal digit",
		"f81d4fa-e7dec-11d0-a765-00a0c91e6bf6": "hyphens must be after 8, 4, 4 and 4 digits",
		"f81d4fae_7dec-11d0-a765-00a0c91e6bf6": "'_' is not a hexadecimal digit",
	})
}
