package jsonname

import "encoding/json"

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
	ID string `json:"id"`
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
	Middle
}

type Middle struct {
	Audit
}

type Outer struct {
	Hides
	Extra string `json:"extra"`
}

type Meant struct {
	Name  string
	Other string `json:"Name"` //verdict:ignore jsonname the name of another system
}

func (h Hides) MarshalJSON() ([]byte, error) {
	type alias Hides
	return json.Marshal(struct {
		alias
		ID int `json:"id"`
	}{alias(h), len(h.ID)})
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
