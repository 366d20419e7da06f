// Command describe writes the doc comments of the package in the current directory
// to a Go file of it, as methods of its types. It is meant for go:generate:
//
//	//go:generate go run github.com/verdict-lint/verdict/internal/comments/describe
package main

import (
	"log"
	"os"

	"github.com/verdict-lint/verdict/internal/comments"
)

const output = "descriptions_gen.go"

func main() {
	log.SetFlags(0)
	source, err := comments.Source(".", output)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(output, source, 0o644); err != nil {
		log.Fatal(err)
	}
}
