package bench

// This file has the tables as Go benchmarks, for profiles and benchstat.

import (
	"os"
	"testing"
)

func BenchmarkSessionsValid(b *testing.B) {
	benchmarkSessions(b, 0, func(v Validation) Check { return v.Valid })
}

func BenchmarkSessionsMixed(b *testing.B) {
	benchmarkSessions(b, 10, func(v Validation) Check { return v.Valid })
}

func BenchmarkSessionsExplainInvalid(b *testing.B) {
	benchmarkSessions(b, 100, func(v Validation) Check { return v.Explain })
}

func BenchmarkSessionsExplainTwoFaults(b *testing.B) { benchmarkFaulty(b, 2) }

func BenchmarkSessionsExplainTenFaults(b *testing.B) { benchmarkFaulty(b, TenFaults) }

func benchmarkFaulty(b *testing.B, count int) {
	payloads := GenerateFaulty(10_000, count, Seed)
	for _, peer := range Peers() {
		v, err := peer.Compile(ClosedSessionSchema)
		if err != nil {
			b.Fatalf("%s: %v", peer.Name, err)
		}
		if v.Explain != nil {
			b.Run(peer.Name, func(b *testing.B) { benchmark(b, v.Explain, payloads) })
		}
	}
}

func benchmarkSessions(b *testing.B, percent int, mode func(Validation) Check) {
	payloads := bytesOf(Generate(10_000, percent, Seed))
	for _, peer := range Peers() {
		v, err := peer.Compile(SessionSchema)
		if err != nil {
			b.Fatalf("%s: %v", peer.Name, err)
		}
		if check := mode(v); check != nil {
			b.Run(peer.Name, func(b *testing.B) { benchmark(b, check, payloads) })
		}
	}
}

func BenchmarkCorpus(b *testing.B) {
	dir := os.Getenv(CorpusVariable)
	if dir == "" {
		b.Skipf("%s names no corpus", CorpusVariable)
	}
	corpora, err := LoadCorpus(dir)
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range corpora {
		for _, peer := range CorpusPeers() {
			v, err := peer.Compile(c.Schema)
			if err != nil {
				continue // named in the table
			}
			b.Run(c.Name+"/"+peer.Name, func(b *testing.B) { benchmark(b, v.Valid, c.Instances) })
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	for _, peer := range Peers() {
		if peer.Role != Validator {
			continue
		}
		b.Run(peer.Name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := peer.Compile(SessionSchema); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkDecode(b *testing.B) {
	var corpora []Corpus
	if dir := os.Getenv(CorpusVariable); dir != "" {
		var err error
		if corpora, err = LoadCorpus(dir); err != nil {
			b.Fatal(err)
		}
	}
	shapes, err := DecodeShapes(corpora)
	if err != nil {
		b.Fatal(err)
	}
	for _, s := range shapes {
		for _, e := range s.Entries {
			check, err := e.Open()
			if err != nil {
				b.Fatal(err)
			}
			b.Run(s.Name+"/"+e.Name, func(b *testing.B) { benchmark(b, check, s.Payloads) })
		}
	}
}

func benchmark(b *testing.B, check Check, payloads [][]byte) {
	b.ReportAllocs()
	b.SetBytes(int64(totalBytes(payloads) / len(payloads)))
	i := 0
	for b.Loop() {
		check(payloads[i])
		if i++; i == len(payloads) {
			i = 0
		}
	}
}
