package jsonname

type Base struct {
	ID   string `json:"id"`
	Name string
}

type Audit struct {
	By   string `json:"by"`
	Name string
}

type Hides struct {
	Base
	ID string `json:"id"` // want `property "id" is Hides.ID, which hides Base.ID`
}

type Ambiguous struct {
	Base
	*Audit // want `encoding/json writes no property "Name" of Ambiguous: Base.Name and Audit.Name all have that name`
}

type Twice struct {
	A string `json:"a"`
	B string `json:"a"` // want `encoding/json writes no property "a" of Twice: Twice.A and Twice.B all have that name`
}

type TagWins struct {
	Name  string
	Other string `json:"Name"` // want `property "Name" is TagWins.Other, which hides TagWins.Name`
}

type Deeper struct {
	Base
	Middle // want `property "Name" is Base.Name, which hides Middle.Audit.Name`
}

type Middle struct {
	Audit
}

// Of its own is what Hides hides; that is reported once, above.
type Outer struct {
	Hides
	Extra string `json:"extra"`
}

type Meant struct {
	Base
	ID string `json:"id"` //verdict:ignore jsonname the number of another system
}

type Fine struct {
	Base   `json:"base"`
	ID     string `json:"id"`
	Out    string `json:"-"`
	Out2   string `json:"-"`
	id     string
	A      string `json:"a"`
	UpperA string `json:"A"`
}

type Recursive struct {
	*Recursive
	A string `json:"a"`
}
