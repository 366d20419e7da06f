// Command diff holds verdict against two other validators on random schemas
// and payloads, and prints every case in which they differ, shrunk.
package main

import (
	"context"
	"flag"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	"github.com/verdict-lint/verdict/bench/difftest"
)

func main() {
	var plan difftest.Plan
	flag.IntVar(&plan.Executions, "n", 1_000_000, "how many payloads to judge")
	flag.IntVar(&plan.PerSchema, "per", 50, "how many of them for each schema")
	flag.Uint64Var(&plan.Seed, "seed", 1, "where the random numbers start")
	flag.IntVar(&plan.MaxFindings, "max", 50, "how many different findings end the run")
	flag.IntVar(&plan.Workers, "workers", runtime.GOMAXPROCS(0), "how many schemas are judged at a time")
	engine := flag.String("engine", "verdict", "who is under test; \"santhosh v6\" holds v6 against v5")
	flag.Parse()
	plan.Progress = os.Stderr

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	judge := difftest.NewJudge()
	if *engine == difftest.V6 {
		judge.Engine, judge.References = judge.References[1], judge.References[:1]
	}
	tally := difftest.Run(ctx, judge, plan)
	tally.Write(os.Stdout)
	if len(tally.Findings) > 0 {
		os.Exit(1)
	}
}
