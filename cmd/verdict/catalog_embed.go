//go:build pack

package main

import _ "embed"

// This file embeds a pack into the program. It is only built with the tag "pack":
//
//	verdict catalog sync -o cmd/verdict/catalog.zip
//	go build -tags pack ./cmd/verdict

//go:embed catalog.zip
var catalogZip []byte

func init() { embeddedPack = catalogZip }
