// Command generate writes the JSON Schema of the configuration file.
package main

import (
	"log"
	"os"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/config"
)

func main() {
	document, err := verdict.Reflect[config.Config](verdict.WithID("https://github.com/verdict-lint/verdict/internal/config/config.schema.json"))
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("config.schema.json", document, 0o644); err != nil {
		log.Fatal(err)
	}
}
