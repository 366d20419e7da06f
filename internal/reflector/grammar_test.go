package reflector

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"regexp"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/rounds"
)

func TestTheGrammarOfAddressesAgreesWithNetip(t *testing.T) {
	six, four, ports := regexp.MustCompile(`^`+ipv6+`$`), regexp.MustCompile(`^`+ipv4+`$`), regexp.MustCompile(`^`+port+`$`)
	r := rand.New(rand.NewPCG(1, 2))
	parts := []string{"0", "1", "abcd", "fFfF", "::", ":", ":", ":", ".", "192.0.2.255", "12345", "256.1.1.1", "g"}
	accepted := 0
	for range rounds.Of(50_000) {
		var b strings.Builder
		for range 1 + r.IntN(17) {
			b.WriteString(parts[r.IntN(len(parts))])
		}
		text := b.String()
		addr, err := netip.ParseAddr(text)
		if got, want := six.MatchString(text), err == nil && addr.Is6(); got != want {
			t.Fatalf("%s: an IPv6 address is %v, want %v", text, got, want)
		}
		if got, want := four.MatchString(text), err == nil && addr.Is4(); got != want {
			t.Fatalf("%s: an IPv4 address is %v, want %v", text, got, want)
		}
		if err == nil {
			accepted++
		}
	}
	if accepted < rounds.Of(500) {
		t.Errorf("only %d texts were addresses", accepted)
	}
	for n := range 70_000 {
		if got, want := ports.MatchString(fmt.Sprint(n)), n < 65_536; got != want {
			t.Fatalf("port %d: %v", n, got)
		}
	}
}

func TestBase62AcceptsTextsUpToTheGreatest(t *testing.T) {
	const greatest = "aZ09z"
	upTo := regexp.MustCompile("^(" + base62UpTo(greatest) + ")$")
	for text, want := range map[string]bool{
		"00000": true, "Zzzzz": true, "aZ09z": true, "aZ09y": true, "aZ08z": true, "aYzzz": true,
		"aZ0A0": false, "aZ1zz": false, "aa000": false, "b0000": false, "aZ09": false, "aZ09zz": false,
	} {
		if upTo.MatchString(text) != want {
			t.Errorf("%s: %v", text, !want)
		}
	}
}
