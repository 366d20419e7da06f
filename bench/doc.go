// Package bench measures verdict beside its peers: the same payloads, in the
// same process, turn by turn.
//
// It is a module of its own, so that nothing it compares with reaches the
// builds of those who use verdict.
//
//	go test -bench .          # testing.B benchmarks, for profiles and benchstat
//	go run ./cmd/table        # the table and the plot of README.md
//	go run ./cmd/decode       # from bytes to Go values, beside decoders
//	go run ./cmd/diff         # random schemas and payloads against two references
//
// The work is 50,000 generated session payloads (see [Generate]) and, where
// VERDICT_BENCH_CORPUS names a directory of them, real schemas with real
// instances (see [LoadCorpus]). What is compared is a table (see [Peers]).
package bench
