// Command verdict-vet runs verdict's analyzers under go vet:
//
//	go vet -vettool=$(which verdict-vet) ./...
//
// What they look for is told by `go doc github.com/verdict-lint/verdict/vet` and
// by `verdict-vet help`. `verdict vet` runs them without go vet, and can mend
// what it finds.
package main

import (
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/verdict-lint/verdict/vet"
)

func main() { unitchecker.Main(vet.Analyzers()...) }
