// Command diff compares verdict with two other validators on random schemas
// and payloads, and prints every case in which they differ, minimized.
//
// With -corpus it takes the schemas of a directory (as named by
// VERDICT_BENCH_CORPUS) and damages their instances instead.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	"github.com/verdict-lint/verdict/bench"
	"github.com/verdict-lint/verdict/bench/difftest"
)

func main() {
	var plan difftest.Plan
	flag.IntVar(&plan.Executions, "n", 1_000_000, "number of payloads to compare")
	flag.IntVar(&plan.PerSchema, "per", 50, "how many of them for each schema")
	flag.Uint64Var(&plan.Seed, "seed", 1, "where the random numbers start")
	flag.IntVar(&plan.MaxFindings, "max", 50, "how many different findings end the run")
	flag.IntVar(&plan.Workers, "workers", runtime.GOMAXPROCS(0), "how many schemas are compared at a time")
	engine := flag.String("engine", "verdict", "the engine under test; \"santhosh v6\" compares v6 with v5")
	corpus := flag.String("corpus", "", "directory of real schemas, whose instances are damaged, -per of each schema")
	flag.Parse()
	plan.Progress = os.Stderr

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	comparer := difftest.NewComparer()
	if *engine == difftest.V6 {
		comparer.Engine, comparer.References = comparer.References[1], comparer.References[:1]
	}
	tally, err := run(ctx, comparer, plan, *corpus)
	if err != nil {
		fmt.Fprintln(os.Stderr, "diff:", err)
		os.Exit(2)
	}
	tally.Write(os.Stdout)
	if len(tally.Findings) > 0 {
		os.Exit(1)
	}
}

func run(ctx context.Context, comparer *difftest.Comparer, plan difftest.Plan, dir string) (*difftest.Tally, error) {
	if dir == "" {
		return difftest.Run(ctx, comparer, plan), nil
	}
	real, err := bench.LoadCorpus(dir)
	if err != nil {
		return nil, err
	}
	var corpora []difftest.Corpus
	for _, c := range real {
		corpora = append(corpora, difftest.Corpus{Name: c.Name, Schema: c.Schema, Instances: c.Instances})
	}
	return difftest.RunCorpus(ctx, comparer, corpora, plan)
}
