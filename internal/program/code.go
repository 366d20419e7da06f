package program

// A Code says what kind of assertion failed.
type Code uint8

// The codes, one for each way to fail.
const (
	Type Code = iota
	False
	Enum
	Const
	Bound // of a leaf without a code of its own
	Format
	Pattern
	Content
	UniqueItems
	Contains
	AdditionalItems
	Missing
	UnknownProperty
	PropertyName
	AnyOf
	OneOf
	Not
	Endless
	TooDeep
	TooLong
	PatternTime
)
