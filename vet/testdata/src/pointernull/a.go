package pointernull

type Base struct {
	ID string `json:"id"`
}

type Named *string

type Order struct {
	*Base
	Note     *string   `json:"note"` // want `Order.Note is required, and null if it is nil; add omitzero to omit it if it is nil, or jsonschema:"nullable" if null is intended`
	Parent   *Order    // want `Order.Parent is required`
	Named    Named     `json:"named"`                        // want `Order.Named is required`
	Both     *Base     `json:"both" jsonschema:"title=Both"` // want `Order.Both is required`
	Omitted  *string   `json:"omitted,omitempty"`
	Zero     *string   `json:"zero,omitzero"`
	Nullable *string   `json:"nullable" jsonschema:"nullable"`
	List     []*string `json:"list"`
	Out      *string   `json:"-"`
	NoSchema *string   `json:"noSchema" jsonschema:"-"`
	hidden   *string
}

type NoModel struct {
	Note *string
}
