// Command decode compares Typed.Decode with decoders that do not validate, and Typed.Append and
// ValidateValue with such encoders. It writes the tables of README.md to standard output.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"

	"github.com/verdict-lint/verdict/bench"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("decode: ")
	rounds := flag.Int("rounds", bench.DefaultConfig.Rounds, "how many turns each decoder has")
	flag.Parse()
	if err := run(*rounds); err != nil {
		log.Fatal(err)
	}
}

func run(rounds int) error {
	var corpora []bench.Corpus
	if from := os.Getenv(bench.CorpusVariable); from != "" {
		var err error
		if corpora, err = bench.LoadCorpus(from); err != nil {
			return err
		}
	}
	shapes, err := bench.DecodeShapes(corpora)
	if err != nil {
		return err
	}
	config := bench.DefaultConfig
	config.Rounds = rounds
	if err := bench.WriteDecodeTable(os.Stdout, shapes, config); err != nil {
		return err
	}
	if shapes, err = bench.EncodeShapes(corpora); err != nil {
		return err
	}
	fmt.Println()
	return bench.WriteEncodeTable(os.Stdout, shapes, config)
}
