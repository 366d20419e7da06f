package program

// A Code is the kind of a failure.
type Code uint8

// The codes of failures.
const (
	Type Code = iota
	False
	Enum
	Const
	Bound // a leaf keyword without a code of its own
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
	Custom // a keyword of the caller
	Endless
	TooDeep
	TooLong
	PatternTime
)
