// Command table compares verdict with its peers and writes the results to
// README.md and the plots in the same directory.
//
// Run it in the directory of the module, with VERDICT_BENCH_CORPUS set to a
// directory of real schemas if there is one.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"

	"github.com/verdict-lint/verdict/bench"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("table: ")
	dir := flag.String("dir", ".", "directory of README.md and the plots; empty to write the tables to standard output only")
	rounds := flag.Int("rounds", bench.DefaultConfig.Rounds, "how many turns each peer has")
	nothing := flag.Bool("nothing", false, "end at once (for tracing initialization)")
	flag.Parse()
	if *nothing {
		return
	}
	if err := run(*dir, *rounds); err != nil {
		log.Fatal(err)
	}
}

func run(dir string, rounds int) error {
	var corpora []bench.Corpus
	if from := os.Getenv(bench.CorpusVariable); from != "" {
		var err error
		if corpora, err = bench.LoadCorpus(from); err != nil {
			return err
		}
	}
	config := bench.DefaultConfig
	config.Rounds = rounds
	report, err := bench.Run(corpora, config, os.Stderr)
	if err != nil {
		return err
	}
	var tables bytes.Buffer
	report.WriteMarkdown(&tables)
	if _, err := os.Stdout.Write(tables.Bytes()); err != nil || dir == "" {
		return err
	}
	return writeFiles(dir, report, tables.Bytes())
}

func writeFiles(dir string, report bench.Report, tables []byte) error {
	readme := filepath.Join(dir, "README.md")
	document, err := os.ReadFile(readme)
	if err != nil {
		return err
	}
	if document, err = bench.ReplaceGenerated("table", document, tables); err != nil {
		return fmt.Errorf("%s: %w", readme, err)
	}
	if err := os.WriteFile(readme, document, 0o644); err != nil {
		return err
	}
	err = writePlot(filepath.Join(dir, "sessions.svg"), "Session payloads, bytes to verdict, against santhosh v5", report.SessionBars())
	if err != nil || len(report.Corpora) == 0 {
		return err
	}
	return writePlot(filepath.Join(dir, "corpus.svg"), "verdict on real schemas, bytes to verdict, against santhosh v5", report.CorpusBars())
}

func writePlot(file, title string, bars []bench.Bar) error {
	var b bytes.Buffer
	bench.WritePlot(io.Writer(&b), title, bars)
	return os.WriteFile(file, b.Bytes(), 0o644)
}
