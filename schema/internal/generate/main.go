// Command generate writes the schema documents of package schema from its structs. It is
// run by go generate in the directory of that package.
package main

import (
	"log"
	"os"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/schema"
)

// base is the base URL of the $id of the documents.
const base = "https://github.com/verdict-lint/verdict/schema/"

func main() {
	log.SetFlags(0)
	write("connect-session.schema.json", verdict.Reflect[schema.ConnectSession])
	write("connect-session-wire.schema.json", verdict.Reflect[schema.WireConnectSession])
}

func write(name string, reflect func(...verdict.Option) ([]byte, error)) {
	document, err := reflect(verdict.WithID(base + name))
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(name, document, 0o644); err != nil {
		log.Fatal(err)
	}
}
