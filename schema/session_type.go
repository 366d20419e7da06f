package schema

// This file defines the types of a session in both forms.

// SessionType says what the linked account is for, by its documented name.
type SessionType string

// The types of the documented form.
const (
	SessionTypeProduction SessionType = "PRODUCTION"
	SessionTypeTest       SessionType = "TEST"
)

// Values lists every type. It is the enum of the schema.
func (SessionType) Values() []SessionType {
	return []SessionType{
		SessionTypeProduction,
		SessionTypeTest,
	}
}

// WireSessionType says what the linked account is for, as the API spells it.
type WireSessionType string

// The types of the wire form.
const (
	WireSessionTypeProduction WireSessionType = "production"
	WireSessionTypeTest       WireSessionType = "test"
)

// Values lists every type. It is the enum of the schema.
func (WireSessionType) Values() []WireSessionType {
	return []WireSessionType{
		WireSessionTypeProduction,
		WireSessionTypeTest,
	}
}
