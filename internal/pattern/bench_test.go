package pattern

import (
	"regexp"
	"testing"
)

// benchmarks are patterns that are common in schemas, each with a text that it matches.
var benchmarks = []struct{ name, source, text string }{
	{"uuid", `^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`, "f0bc3d88-2178-5423-8c81-b81d6c9da824"},
	{"semver", `^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$`, "1.20.3-beta.2+build.77"},
	{"prefix", `^x-`, "x-internal-name"},
	{"anything", `.*`, "some ordinary text"},
	{"bounded", `^.{1,255}$`, "some ordinary text of the length that a label has"},
	{"email", `^[^@\s]+@[^@\s]+\.[^@\s]+$`, "someone@example.com"},
	{"letters", `^\p{L}[\p{L}\p{M} '-]{0,63}$`, "Éloïse d'Artagnan"},
	{"lookahead", `^(?!aws:)[\w.:/=+@-]{1,128}$`, "team:payments"},
	{"back-reference", `^(['"])[^'"]*\1$`, `"a text in quotes"`},
	{"inner lookahead", `^((?!--).)*$`, "a-name-with-hyphens"},
}

func BenchmarkMatch(b *testing.B) {
	for _, bench := range benchmarks {
		text := []byte(bench.text)
		b.Run(bench.name, func(b *testing.B) {
			p, err := Compile(bench.source)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				p.Match(text)
			}
		})
		if standard, err := regexp.Compile(bench.source); err == nil {
			b.Run(bench.name+"/regexp", func(b *testing.B) {
				for b.Loop() {
					standard.Match(text)
				}
			})
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	for _, bench := range benchmarks {
		b.Run(bench.name, func(b *testing.B) {
			for b.Loop() {
				Compile(bench.source)
			}
		})
		b.Run(bench.name+"/and match", func(b *testing.B) {
			text := []byte(bench.text)
			for b.Loop() {
				p, _ := Compile(bench.source)
				p.Match(text)
			}
		})
		if _, err := regexp.Compile(bench.source); err == nil {
			b.Run(bench.name+"/regexp", func(b *testing.B) {
				for b.Loop() {
					regexp.MustCompile(bench.source)
				}
			})
		}
	}
}
