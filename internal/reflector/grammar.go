package reflector

// This file has the grammars of well-known types as regular expressions: texts that
// match can be decoded.

import (
	"fmt"
	"strings"
)

const (
	ipv4 = octet + `(\.` + octet + `){3}`
	port = `(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[0-9]{1,4})`

	octet = `(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])`
	group = `[0-9A-Fa-f]{1,4}`
)

// ipv6 is IPv6address of RFC 3986, section 3.2.2.
var ipv6 = func() string {
	last := `(` + group + `:` + group + `|` + ipv4 + `)` // ls32
	forms := []string{`(` + group + `:){6}` + last, `::(` + group + `:){5}` + last}
	for before := range 5 { // groups before the "::" at most, above the first one
		form := fmt.Sprintf(`((%s:){0,%d}%s)?::(%s:){%d}%s`, group, before, group, group, 4-before, last)
		forms = append(forms, form)
	}
	forms = append(forms,
		`((`+group+`:){0,5}`+group+`)?::`+group,
		`((`+group+`:){0,6}`+group+`)?::`)
	return `(` + strings.Join(forms, `|`) + `)`
}()

// base62UpTo returns a pattern for the texts of letters and digits that are as long as greatest
// and, in the order of ASCII, not after it.
func base62UpTo(greatest string) string {
	const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	forms := []string{greatest}
	for i := range greatest {
		n := strings.IndexByte(digits, greatest[i])
		if n > 0 {
			forms = append(forms, fmt.Sprintf("%s[%s][0-9A-Za-z]{%d}", greatest[:i], digits[:n], len(greatest)-i-1))
		}
	}
	return strings.Join(forms, "|")
}
