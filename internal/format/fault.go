package format

// A fault is why a text is not of a format, in a form that costs nothing where
// nobody asks for the words. The zero fault stands for none.
type fault struct {
	why  string
	char rune // where not 0, the character that why speaks of
}

func (f fault) String() string {
	if f.char == 0 {
		return f.why
	}
	return quoteRune(f.char) + " " + f.why
}
