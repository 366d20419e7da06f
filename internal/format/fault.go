package format

// A fault is the reason why a text does not match a format. It is cheap to create if no
// message is needed. The zero value means there is no fault.
type fault struct {
	why  string
	char rune // the character that why is about; 0 if none
}

func (f fault) String() string {
	if f.char == 0 {
		return f.why
	}
	return quoteRune(f.char) + " " + f.why
}
