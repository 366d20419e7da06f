// Package bench compares the speed of verdict with that of other validators (peers): on the same
// payloads, in the same process, taking turns.
//
// It is a module of its own, so that the peers are not dependencies of users of verdict.
//
//	go test -bench .          # testing.B benchmarks, for profiles and benchstat
//	go run ./cmd/table        # the table and the plot of README.md
//	go run ./cmd/decode       # Typed.Decode compared with decoders of Go values
//	go run ./cmd/diff         # random schemas and payloads against two references
//
// The payloads are 50,000 generated sessions (see [Generate]) and, if VERDICT_BENCH_CORPUS names a
// directory of them, instances of real schemas (see [LoadCorpus]). [Peers] lists what is compared.
package bench
