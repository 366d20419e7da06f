package format

// definitions holds every format, sorted by name, then by draft.
//
// Draft 4 defines six formats, draft 6 adds three, draft 7 the internationalized ones and
// the parts of a date-time, 2019-09 adds duration and uuid:
//
//   - https://json-schema.org/draft-04/draft-fge-json-schema-validation-00#rfc.section.7.3
//   - https://json-schema.org/draft-06/draft-wright-json-schema-validation-01#rfc.section.8.3
//   - https://json-schema.org/draft-07/draft-handrews-json-schema-validation-01#rfc.section.7.3
//   - https://json-schema.org/draft/2019-09/draft-handrews-json-schema-validation-02#rfc.section.7.3
//   - https://json-schema.org/draft/2020-12/json-schema-validation#section-7.3
//
// Those of OpenAPI that can be checked are in https://spec.openapis.org/oas/v3.0.3#data-types.
var definitions = [...]definition{
	{
		name: "byte", since: OpenAPI, until: OpenAPI, check: base64Text,
		want: "RFC 4648 base64 with padding", example: "aGVsbG8=",
	},
	{
		name: "date", since: draft7, until: draft2020, check: date,
		want: "RFC 3339 full-date", example: "2024-05-01", explain: explainDate,
	},
	{
		name: "date-time", since: draft4, until: draft2020, check: dateTime,
		want: "RFC 3339 date-time with offset", example: "2024-05-01T09:30:00Z", explain: explainDateTime,
	},
	{
		name: "duration", since: draft2019, until: draft2020, check: duration,
		want: "ISO 8601 duration in whole units", example: "P1DT2H30M", explain: explainDuration,
	},
	{
		name: "email", since: draft4, until: draft2020, check: email,
		want: "e-mail address", example: "joe@example.com", explain: explainEmail,
	},
	{
		name: "hostname", since: draft4, until: draft6, check: ldhHostname,
	},
	{
		name: "hostname", since: draft7, until: draft2020, check: hostname,
		want: "host name", example: "www.example.com", explain: explainHostname,
	},
	{
		name: "idn-email", since: draft7, until: draft2020, check: idnEmail,
		want: "internationalized e-mail address", example: "joe@b\u00fccher.example", explain: explainIDNEmail,
	},
	{
		name: "idn-hostname", since: draft7, until: draft2020, check: idnHostname,
		want: "internationalized host name", example: "b\u00fccher.example", explain: explainIDNHostname,
	},
	{
		name: "int32", since: OpenAPI, until: OpenAPI, check: int32Text, numeric: true,
		want: "integer from -2147483648 to 2147483647", example: "42",
	},
	{
		name: "int64", since: OpenAPI, until: OpenAPI, check: int64Text, numeric: true,
		want: "integer from -9223372036854775808 to 9223372036854775807", example: "42",
	},
	{
		name: "ipv4", since: draft4, until: draft2020, check: ipv4,
		want: "IPv4 address of four decimal numbers", example: "192.0.2.1", explain: explainIPv4,
	},
	{
		name: "ipv6", since: draft4, until: draft2020, check: ipv6,
		want: "IPv6 address without zone", example: "2001:db8::1", explain: explainIPv6,
	},
	{
		name: "iri", since: draft7, until: draft2020, check: iri,
		want: "RFC 3987 IRI with a scheme", example: "https://example.com/r\u00e9sum\u00e9", explain: explainIRI,
	},
	{
		name: "iri-reference", since: draft7, until: draft2020, check: iriReference,
		want: "RFC 3987 IRI or relative reference", example: "../r\u00e9sum\u00e9", explain: explainIRIReference,
	},
	{
		name: "json-pointer", since: draft6, until: draft2020, check: jsonPointer,
		want: "RFC 6901 JSON Pointer", example: "/items/0/name", explain: explainJSONPointer,
	},
	{
		name: "regex", since: draft7, until: draft2020, check: regex,
		want: "ECMA-262 regular expression", example: "^[a-z]+$", explain: explainRegex,
	},
	{
		name: "relative-json-pointer", since: draft7, until: draft2020, check: relativeJSONPointer,
		want: "relative JSON Pointer", example: "1/name", explain: explainRelativeJSONPointer,
	},
	{
		name: "time", since: draft7, until: draft2020, check: timeOfDay,
		want: "RFC 3339 time with offset", example: "09:30:00Z", explain: explainTime,
	},
	{
		name: "uri", since: draft4, until: draft2020, check: uri,
		want: "RFC 3986 URI with a scheme", example: "https://example.com/a?b=c", explain: explainURI,
	},
	{
		name: "uri-reference", since: draft6, until: draft2020, check: uriReference,
		want: "RFC 3986 URI or relative reference", example: "../a?b=c", explain: explainURIReference,
	},
	{
		name: "uri-template", since: draft6, until: draft2020, check: uriTemplate,
		want: "RFC 6570 URI Template", example: "https://example.com/{user}", explain: explainURITemplate,
	},
	{
		name: "uuid", since: draft2019, until: draft2020, check: uuid,
		want: "RFC 4122 UUID", example: "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", explain: explainUUID,
	},
}
