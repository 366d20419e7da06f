// Package schema models the connect session payload as annotated Go structs, in the
// documented form and in the form sent by the API (the wire form), and embeds the JSON
// Schema documents generated from them.
//
// The structs are the source: their types define which properties may be missing or null,
// and their tags and doc comments become keywords and descriptions. The documents are
// written by go generate, committed and embedded; see [Document]. The package does not
// depend on the validator.
package schema

import (
	"encoding/json"
	"time"

	"github.com/verdict-lint/verdict/null"
)

//go:generate go run ../internal/comments/describe
//go:generate go run ./internal/generate

// ConnectSession is a session in which a user links an account, as the
// documentation shows it: names in camelCase, enums by their documented names.
// What the API sends is [WireConnectSession].
type ConnectSession struct {
	_ struct{} `jsonschema:"title=Connect session"`

	// Identifier of the session.
	ID float64 `json:"id"`

	// Identifier of the organization the session belongs to.
	OrganizationID float64 `json:"organizationId"`

	// Identifier of the project the session belongs to.
	ProjectID string `json:"projectId"`

	// Categories of providers the session offers.
	Categories []Category `json:"categories,omitzero"`

	// Provider the session is restricted to.
	Provider null.Or[string] `json:"provider,omitzero"`

	// Identifier of the owner, in the system the session was created from.
	OriginOwnerID string `json:"originOwnerId"`

	// Name of the owner, in the system the session was created from.
	OriginOwnerName string `json:"originOwnerName"`

	// Name of the user, in the system the session was created from.
	OriginUsername null.Or[string] `json:"originUsername,omitzero"`

	// Identifier of the linked account.
	AccountID null.Or[string] `json:"accountId,omitzero"`

	// Label of the session.
	Label null.Or[string] `json:"label,omitzero"`

	// Time at which the session was created, with its offset.
	CreatedAt time.Time `json:"createdAt"`

	// Arbitrary set of key and values defined during the session token
	// creation. This can be used to tag an account (eg. based on their pricing
	// plan)
	Metadata null.Or[Metadata] `json:"metadata,omitzero"`

	// External trigger token to be used to trigger actions on the account
	ExternalTriggerToken null.Or[string] `json:"externalTriggerToken,omitzero" jsonschema:"example=f0bc3d88-2178-5423-8c81-b81d6c9da824"`

	// The connect session account type
	Type null.Or[SessionType] `json:"type,omitzero"`
}

// SchemaExamples returns the examples that are lists of values, by field.
func (ConnectSession) SchemaExamples() map[string][]any {
	types := SessionType("").Values()
	return map[string][]any{
		"ConnectSession.Categories": {Category("").Values()},
		"ConnectSession.Type":       {types[0], types[1]},
	}
}

// WireConnectSession is a session in which a user links an account, as the API
// sends it: names in snake_case, enums by their values, categories that may be
// null. What the documentation shows is [ConnectSession].
type WireConnectSession struct {
	_ struct{} `jsonschema:"title=Connect session (wire form)"`

	// Identifier of the session.
	ID float64 `json:"id"`

	// Identifier of the organization the session belongs to.
	OrganizationID float64 `json:"organization_id"`

	// Identifier of the project the session belongs to.
	ProjectID string `json:"project_id"`

	// Categories of providers the session offers.
	Categories null.Or[[]WireCategory] `json:"categories,omitzero"`

	// Provider the session is restricted to.
	Provider null.Or[string] `json:"provider,omitzero"`

	// Identifier of the owner, in the system the session was created from.
	OriginOwnerID string `json:"origin_owner_id"`

	// Name of the owner, in the system the session was created from.
	OriginOwnerName string `json:"origin_owner_name"`

	// Name of the user, in the system the session was created from.
	OriginUsername null.Or[string] `json:"origin_username,omitzero"`

	// Identifier of the linked account.
	AccountID null.Or[string] `json:"account_id,omitzero"`

	// Label of the session.
	Label null.Or[string] `json:"label,omitzero"`

	// Time at which the session was created, with its offset.
	CreatedAt time.Time `json:"created_at"`

	// Arbitrary set of key and values defined during the session token
	// creation. This can be used to tag an account (eg. based on their pricing
	// plan)
	Metadata null.Or[Metadata] `json:"metadata,omitzero"`

	// External trigger token to be used to trigger actions on the account
	ExternalTriggerToken null.Or[string] `json:"external_trigger_token,omitzero" jsonschema:"example=f0bc3d88-2178-5423-8c81-b81d6c9da824"`

	// The connect session account type
	Type null.Or[WireSessionType] `json:"type,omitzero"`
}

// SchemaExamples returns the examples that are lists of values, by field.
func (WireConnectSession) SchemaExamples() map[string][]any {
	types := WireSessionType("").Values()
	return map[string][]any{
		"WireConnectSession.Categories": {WireCategory("").Values()},
		"WireConnectSession.Type":       {types[0], types[1]},
	}
}

// Metadata is a set of arbitrary keys and values. The values are kept as they
// were written, so that no number loses a digit.
type Metadata map[string]json.RawMessage
