package model

// OnlyInTests is in no schema.
type OnlyInTests struct{}
