// Package readme holds README.md to its word: every block of code in it is run.
//
// A block is one of these, by what stands behind its opening fence:
//
//	sh              a script, which must end with 0
//	console         commands after "$ ", whose output (both streams) must be as shown
//	LANG file=NAME  the content of a file for the blocks below it
//
// Each section has a folder of its own, beside a folder called verdict that is the
// checkout. With in=checkout a block is run in the checkout itself.
package readme
