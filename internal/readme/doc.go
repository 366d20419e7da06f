// Package readme tests README.md: it runs every block of code in it.
//
// The text after the opening fence determines how a block is run:
//
//	sh              a script, which must exit with 0
//	console         commands after "$ ", whose output (both streams) must be as shown
//	LANG file=NAME  the content of a file for the blocks below it
//
// Each section runs in a new directory, next to a directory called verdict that is
// the checkout. With in=checkout a block is run in the checkout itself.
//
// It also compiles the Go code of the pages in docs, in the root module or, with module=DIR, in
// that of a directory. What the text around a block describes is declared by pages_test.go.
package readme
