package enumlist

import "slices"

type Kind string

const (
	Cat   Kind = "cat"
	Dog   Kind = "dog"
	Hound      = Dog
	Newt  Kind = "newt"
	limit Kind = "~"
	Other      = "other"
)

func (Kind) Values() []Kind { // want `the list of Kind lacks Newt`
	return []Kind{
		Cat,
		Dog,
	}
}

type Level int

const (
	Low Level = iota
	Middle
	High
)

func (Level) Values() []Level { return []Level{Low} } // want `the list of Level lacks Middle, High`

type Listed string

const One, Two Listed = "one", "two"

var listed = []Listed{
	One,
}

func (*Listed) Values() []Listed { return slices.Clone(listed) } // want `the list of Listed lacks Two`

type Empty bool

const Yes Empty = true

func (Empty) Values() []Empty { return []Empty{} } // want `the list of Empty lacks Yes`

type Double string

const Once Double = "once"

func (Double) Values() []Double { return []Double{Once, "once"} } // want `the list of Double names "once" twice`

type small string

const tiny small = "tiny"

func (small) Values() []small { return nil }

type Complete string

const A, B Complete = "a", "b"

func (Complete) Values() []Complete { return []Complete{A, "b"} }

type Computed string

const C Computed = "c"

func (Computed) Values() []Computed {
	var all []Computed
	return all
}

type Subset string

const D, E Subset = "d", "e"

// Values leaves out what is no longer accepted.
//
//verdict:ignore enumlist E is historical
func (Subset) Values() []Subset { return []Subset{D} }

// Values of another shape are none of our business.
type Set string

const F Set = "f"

func (Set) Values() []string { return nil }
