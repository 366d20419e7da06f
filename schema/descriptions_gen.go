// Code generated from doc comments; DO NOT EDIT.

package schema

// The doc comments, for schemas reflected without access to the source.

// SchemaDescriptions describes the type.
func (Category) SchemaDescriptions() map[string]string {
	return map[string]string{
		"Category": "Category is a kind of provider, by its documented name.",
	}
}

// SchemaDescriptions describes the type.
func (WireCategory) SchemaDescriptions() map[string]string {
	return map[string]string{
		"WireCategory": "WireCategory is a kind of provider, as the API spells it.",
	}
}

// SchemaDescriptions describes the type and its fields.
func (ConnectSession) SchemaDescriptions() map[string]string {
	return map[string]string{
		"ConnectSession":                      "ConnectSession is a session in which a user links an account, as the documentation shows it: names in camelCase, enums by their documented names. What the API sends is WireConnectSession.",
		"ConnectSession.ID":                   "Identifier of the session.",
		"ConnectSession.OrganizationID":       "Identifier of the organization the session belongs to.",
		"ConnectSession.ProjectID":            "Identifier of the project the session belongs to.",
		"ConnectSession.Categories":           "Categories of providers the session offers.",
		"ConnectSession.Provider":             "Provider the session is restricted to.",
		"ConnectSession.OriginOwnerID":        "Identifier of the owner, in the system the session was created from.",
		"ConnectSession.OriginOwnerName":      "Name of the owner, in the system the session was created from.",
		"ConnectSession.OriginUsername":       "Name of the user, in the system the session was created from.",
		"ConnectSession.AccountID":            "Identifier of the linked account.",
		"ConnectSession.Label":                "Label of the session.",
		"ConnectSession.CreatedAt":            "Time at which the session was created, with its offset.",
		"ConnectSession.Metadata":             "Arbitrary set of key and values defined during the session token creation. This can be used to tag an account (eg. based on their pricing plan)",
		"ConnectSession.ExternalTriggerToken": "External trigger token to be used to trigger actions on the account",
		"ConnectSession.Type":                 "The connect session account type",
	}
}

// SchemaDescriptions describes the type and its fields.
func (WireConnectSession) SchemaDescriptions() map[string]string {
	return map[string]string{
		"WireConnectSession":                      "WireConnectSession is a session in which a user links an account, as the API sends it: names in snake_case, enums by their values, categories that may be null. What the documentation shows is ConnectSession.",
		"WireConnectSession.ID":                   "Identifier of the session.",
		"WireConnectSession.OrganizationID":       "Identifier of the organization the session belongs to.",
		"WireConnectSession.ProjectID":            "Identifier of the project the session belongs to.",
		"WireConnectSession.Categories":           "Categories of providers the session offers.",
		"WireConnectSession.Provider":             "Provider the session is restricted to.",
		"WireConnectSession.OriginOwnerID":        "Identifier of the owner, in the system the session was created from.",
		"WireConnectSession.OriginOwnerName":      "Name of the owner, in the system the session was created from.",
		"WireConnectSession.OriginUsername":       "Name of the user, in the system the session was created from.",
		"WireConnectSession.AccountID":            "Identifier of the linked account.",
		"WireConnectSession.Label":                "Label of the session.",
		"WireConnectSession.CreatedAt":            "Time at which the session was created, with its offset.",
		"WireConnectSession.Metadata":             "Arbitrary set of key and values defined during the session token creation. This can be used to tag an account (eg. based on their pricing plan)",
		"WireConnectSession.ExternalTriggerToken": "External trigger token to be used to trigger actions on the account",
		"WireConnectSession.Type":                 "The connect session account type",
	}
}

// SchemaDescriptions describes the type.
func (Metadata) SchemaDescriptions() map[string]string {
	return map[string]string{
		"Metadata": "Metadata is a set of arbitrary keys and values. The values are kept as they were written, so that no number loses a digit.",
	}
}

// SchemaDescriptions describes the type.
func (SessionType) SchemaDescriptions() map[string]string {
	return map[string]string{
		"SessionType": "SessionType says what the linked account is for, by its documented name.",
	}
}

// SchemaDescriptions describes the type.
func (WireSessionType) SchemaDescriptions() map[string]string {
	return map[string]string{
		"WireSessionType": "WireSessionType says what the linked account is for, as the API spells it.",
	}
}
