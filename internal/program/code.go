package program

// A Code is a way in which an instance can fail.
type Code uint8

// The codes of failures.
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
