// Command verdict-vet runs verdict's analyzers under go vet:
//
//	go vet -vettool=$(which verdict-vet) ./...
//
// `go doc github.com/verdict-lint/verdict/vet` and `verdict-vet help` describe them.
// `verdict vet` runs them without go vet, and can apply their fixes.
package main

import (
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/verdict-lint/verdict/vet"
)

func main() { unitchecker.Main(vet.Analyzers()...) }
