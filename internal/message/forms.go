package message

// This file has the text of all messages: the ID and the English template of each form.
//
// A template has placeholders in braces, such as {property}. {count?item|items} is the word for a
// number: the first one if it is 1 in English; see [Catalog].

// A form is a message, or a part of one.
type form uint8

const (
	// Types, null and values.
	formType form = iota
	formQuote
	formUnquote
	formBrackets
	formWriteFormat
	formFraction
	formNull
	formNullOptional
	formFalse
	formFalseProperty
	formNoValue
	formConst
	formEnum
	formDidYouMean
	formMeant
	formCustom

	// Strings.
	formFormat
	formWhy
	formFormatExpected
	formPattern
	formContent
	formBase64
	formBase64Expected
	formBase64URL
	formBase64AfterPadding
	formBase64Character
	formBase64Length
	formBase64Padding0
	formBase64Padding1
	formBase64Padding2

	// Bounds, and what they require.
	formBound
	formMinLength
	formMaxLength
	formMinimum
	formMaximum
	formExclusiveMinimum
	formExclusiveMaximum
	formMultipleOf
	formMinItems
	formMaxItems
	formMinProperties
	formMaxProperties
	formRemoveSome
	formRemoveAll

	// Arrays.
	formUniqueItems
	formAdditionalItem
	formAdditionalItemAfter
	formContainsNone
	formContainsFew
	formContainsMany
	formContainsNearest
	formContainsItems
	formContainsLeast
	formContainsMost

	// Objects.
	formMissing
	formMissingBecause
	formMissingChoice
	formUnknown
	formUnknownHelp
	formUnknownBeside
	formUnknownPattern
	formName
	formNameOf
	formNameBecause

	// Combinations of schemas.
	formNot
	formNotValue
	formNotPattern
	formNotTogether
	formTogether
	formOneOfSeveral
	formOneOfMany
	formUndecided
	formHasBoth
	formHasAll
	formHasNeither
	formOtherKind
	formExactlyOne
	formAlternatives
	formOneAlternative
	formAlternativesMissing
	formAlternativesExcluded
	formFirstReason
	formNextReason
	formReasonAt
	formFurther

	// Why a schema applies.
	formBecause
	formBecauseAnd
	formBecauseEnd
	formIsMissing
	formIsPresent
	formIsValue
	formIfMatches
	formIfDoesNotMatch
	formBecauseOf

	// Limits, and errors of the text.
	formEndless
	formTooDeep
	formTooLong
	formPatternTime
	formDuplicate
	formEncodingHelp
	formLimit
	formLimitBytes
	formLimitStrings

	// Lists.
	formOr
	formComma
	formMore

	// Types of values.
	formString
	formNumber
	formInteger
	formBoolean
	formArray
	formObject
	formNullType

	// Values as they are written.
	formTheNull
	formTheBoolean
	formTheNumber
	formTheString
	formTheEmptyArray
	formTheArray
	formTheObject

	// Values that are redacted.
	formABoolean
	formAnInteger
	formANumber
	formAString
	formAnArray
	formAnObject

	// Operations of a JSON Patch.
	formPatchNoValue
	formPatchNoParent
	formPatchNoItem
	formPatchWholeDocument
	formPatchIntoItself
	formPatchDiffers
	formPatchTooDeep
	formPatchCopies
	formPatchSteps

	// Units of an output that have no message of their own: one fails because of a subschema, or its
	// message was left out.
	Elsewhere
	Unsaid

	// Problems of HTTP requests and responses.
	formBodyMissing
	formBodyIncomplete
	formBodySlow
	formBodyEncoded
	formBodyType
	formBodyTooLarge
	formPatchType
	formNotAJSONPatch
	formQueryInvalid
	formQueryNotUTF8
	formQueryTooLarge
	formPatchOperation
	formSchemaUnavailable
	formRequestFailed
	formSubjectBody
	formSubjectResponse
	formSubjectParameters
	formSubjectPatchResult
	formSubjectInvalid
	formSubjectMalformed
	formSubjectUndecodable
	formSubjectUndecodableAt
	formSubjectUnvalidated
	formTitle400
	formTitle408
	formTitle409
	formTitle413
	formTitle415
	formTitle422
	formTitle500
	formTitle503

	formCount // the number of forms
)

// forms are the IDs and English templates of all forms. A released ID keeps its meaning and
// placeholders.
var forms = [formCount]struct{ id, english string }{
	formType:          {"type", "expected {expected}, got {got}"},
	formQuote:         {"type.quote", "; put it in quotes"},
	formUnquote:       {"type.unquote", "; remove the quotes"},
	formBrackets:      {"type.brackets", "; put it in brackets"},
	formWriteFormat:   {"type.format", "; write a string of the format {format}, such as {example}"},
	formFraction:      {"type.fraction", "; it has a fraction"},
	formNull:          {"null", "null is not allowed, expected {expected}; give a value"},
	formNullOptional:  {"null.optional", "null is not allowed, expected {expected}; give a value or leave the property out"},
	formFalse:         {"false-schema", "no value is allowed here, got {got}"},
	formFalseProperty: {"false-schema.property", "property {property} is not allowed; remove it"},
	formNoValue:       {"enum.none", "{got} is not allowed, the schema allows no value here"},
	formConst:         {"const", "expected {expected}, got {got}"},
	formEnum:          {"enum", "{got} is not one of {expected}"},
	formDidYouMean:    {"suggestion", "; did you mean {suggestion}?"},
	formMeant:         {"meant", "; did you mean the property {suggestion}?"},
	formCustom:        {"custom", "{got} does not satisfy the keyword {keyword}"},

	formFormat:             {"format", "{got} is not a valid {expected}"},
	formWhy:                {"format.why", ": {why}"},
	formFormatExpected:     {"format.expected", "; expected {description}, such as {example}"},
	formPattern:            {"pattern", "{got} does not match the pattern {expected}"},
	formContent:            {"content", "the string does not contain valid {expected}"},
	formBase64:             {"base64", "{got} is not {expected}"},
	formBase64Expected:     {"base64.expected", "; expected RFC 4648 base64 with padding, such as aGVsbG8="},
	formBase64URL:          {"base64.url", "{got} is a character of base64url"},
	formBase64AfterPadding: {"base64.after-padding", "there is text after the padding"},
	formBase64Character:    {"base64.character", "{got} is not a base64 character"},
	formBase64Length:       {"base64.length", "a character is missing or too many"},
	formBase64Padding0:     {"base64.padding-0", "the padding is wrong, there must be none"},
	formBase64Padding1:     {"base64.padding-1", "the padding is wrong, there must be 1 '='"},
	formBase64Padding2:     {"base64.padding-2", "the padding is wrong, there must be 2 '='"},

	formBound:            {"bound", "expected {expected}, got {got}"},
	formMinLength:        {"min-length", "at least {limit} {limit?character|characters}"},
	formMaxLength:        {"max-length", "at most {limit} {limit?character|characters}"},
	formMinimum:          {"minimum", "at least {limit}"},
	formMaximum:          {"maximum", "at most {limit}"},
	formExclusiveMinimum: {"exclusive-minimum", "more than {limit}"},
	formExclusiveMaximum: {"exclusive-maximum", "less than {limit}"},
	formMultipleOf:       {"multiple-of", "a multiple of {limit}"},
	formMinItems:         {"min-items", "at least {limit} {limit?item|items}"},
	formMaxItems:         {"max-items", "at most {limit} {limit?item|items}"},
	formMinProperties:    {"min-properties", "at least {limit} {limit?property|properties}"},
	formMaxProperties:    {"max-properties", "at most {limit} {limit?property|properties}"},
	formRemoveSome:       {"max-properties.some", "; remove {count} of {names}"},
	formRemoveAll:        {"max-properties.all", "; remove {names}"},

	formUniqueItems:         {"unique-items", "items {first} and {second} are equal; items must be unique, remove one"},
	formAdditionalItem:      {"additional-items", "this item is not allowed by the schema; remove it"},
	formAdditionalItemAfter: {"additional-items.limit", "too many items, at most {limit} allowed; remove this one"},
	formContainsNone:        {"contains.none", `no item matches "contains"; at least {limit} {limit?is|are} required`},
	formContainsFew:         {"contains.few", `{count} {count?item matches|items match} "contains"; at least {limit} {limit?is|are} required`},
	formContainsMany:        {"contains.many", `{count} {count?item matches|items match} "contains"; at most {limit} {limit?is|are} allowed`},
	formContainsNearest:     {"contains.nearest", "; nearest is {first}: "},
	formContainsItems:       {"contains.items", " (items {names})"},
	formContainsLeast:       {"contains.least", `at least {limit} {limit?item|items} matching "contains"`},
	formContainsMost:        {"contains.most", `at most {limit} {limit?item|items} matching "contains"`},

	formMissing:        {"missing", "missing required property {property}; add it"},
	formMissingBecause: {"missing.because", "missing property {property}, required because {because} is present; add it"},
	formMissingChoice:  {"missing.if", `missing property {property}, on which "if" depends; add it`},
	formUnknown:        {"unknown-property", "unknown property {property}"},
	formUnknownHelp:    {"unknown-property.help", "; remove it or correct its name"},
	formUnknownBeside:  {"unknown-property.beside", "; {suggestion} is present as well, remove one of them"},
	formUnknownPattern: {"unknown-property.pattern", "; its name does not match the pattern {expected}"},
	formName:           {"property-name", "the property name {property} is not allowed; rename or remove it"},
	formNameOf:         {"property-name.of", "the property name "},
	formNameBecause:    {"property-name.because", "the property name {property} is not allowed: "},

	formNot:                  {"not", `must not match the schema in "not", got {got}`},
	formNotValue:             {"not.value", `{got} is not allowed; the schema excludes it with "not"`},
	formNotPattern:           {"not.pattern", `{got} matches the pattern {expected}, which the schema excludes with "not"`},
	formNotTogether:          {"not.together", `must not have {names}; the schema excludes it with "not"`},
	formTogether:             {"not.together-with", " together with "},
	formUndecided:            {"one-of.undecided", "; {property}, which decides, is missing"},
	formHasBoth:              {"one-of.both", "; it has {property} and {because}, remove one of them"},
	formHasAll:               {"one-of.all", "; it has {names}, remove all but one"},
	formOtherKind:            {"one-of.other-type", "; they restrict only values of type {expected}, got {got}"},
	formHasNeither:           {"one-of.neither", "; add {names}, which only one of them allows"},
	formOneOfSeveral:         {"one-of.several", "matches oneOf[{first}] and oneOf[{second}], must match exactly one"},
	formOneOfMany:            {"one-of.many", "matches {count} alternatives of oneOf ({names}), must match exactly one"},
	formExactlyOne:           {"one-of.expected", "exactly one alternative"},
	formAlternatives:         {"alternatives", "matches no alternative of {keyword}"},
	formOneAlternative:       {"alternatives.expected", "one of the alternatives"},
	formAlternativesMissing:  {"alternatives.missing", ": missing required property {names}; add one of them"},
	formAlternativesExcluded: {"alternatives.excluded", ": it may have only one of {names}"},
	formFirstReason:          {"alternatives.first", ": "},
	formNextReason:           {"alternatives.next", ", or "},
	formReasonAt:             {"alternatives.at", "{first}: "},
	formFurther:              {"alternatives.further", " (and {count} more {count?alternative|alternatives})"},

	formBecause:        {"because", " (because "},
	formBecauseAnd:     {"because.and", " and "},
	formBecauseEnd:     {"because.end", ")"},
	formIsMissing:      {"because.missing", "{property} is missing"},
	formIsPresent:      {"because.present", "{property} is present"},
	formIsValue:        {"because.value", "{property} is {value}"},
	formIfMatches:      {"because.then", ` (because "if" matches)`},
	formIfDoesNotMatch: {"because.else", ` (because "if" does not match)`},
	formBecauseOf:      {"because.dependency", " (because {property} is present)"},

	formEndless:      {"limit.endless", "the schema refers to itself for this value without end"},
	formTooDeep:      {"limit.deep", "the schema is applied within itself too deeply to be evaluated"},
	formTooLong:      {"limit.steps", "the schema takes too many steps on this payload to be evaluated"},
	formPatternTime:  {"limit.patterns", "the patterns of the schema take too many steps on this payload to be evaluated"},
	formDuplicate:    {"duplicate-key", "duplicate property {property} (first defined at {line}:{column}); remove one"},
	formEncodingHelp: {"encoding.help", "; save the payload as UTF-8 without a byte order mark"},
	formLimit:        {"limit", " of {limit} that WithLimits sets ({option})"},
	formLimitBytes:   {"limit.bytes", " of {limit} bytes that WithLimits sets ({option})"},
	formLimitStrings: {"limit.strings", " of {limit} characters that WithLimits sets ({option})"},

	formOr:    {"list.or", " or "},
	formComma: {"list.comma", ", "},
	formMore:  {"list.more", " and {count} more"},

	formString:   {"types.string", "string"},
	formNumber:   {"types.number", "number"},
	formInteger:  {"types.integer", "integer"},
	formBoolean:  {"types.boolean", "boolean"},
	formArray:    {"types.array", "array"},
	formObject:   {"types.object", "object"},
	formNullType: {"types.null", "null"},

	formTheNull:       {"value.null", "null"},
	formTheBoolean:    {"value.boolean", "the boolean {value}"},
	formTheNumber:     {"value.number", "the number {value}"},
	formTheString:     {"value.string", "the string {value}"},
	formTheEmptyArray: {"value.empty-array", "an empty array"},
	formTheArray:      {"value.array", "an array"},
	formTheObject:     {"value.object", "an object"},

	formABoolean:  {"redacted.boolean", "a boolean"},
	formAnInteger: {"redacted.integer", "an integer"},
	formANumber:   {"redacted.number", "a number"},
	formAString:   {"redacted.string", "a string of {count} {count?character|characters}"},
	formAnArray:   {"redacted.array", "an array of {count} {count?item|items}"},
	formAnObject:  {"redacted.object", "an object of {count} {count?property|properties}"},

	Elsewhere: {"output.elsewhere", "a subschema is not satisfied"},
	Unsaid:    {"output.unsaid", "not satisfied; the reason is left out, because the output would be too large"},

	formPatchNoValue:       {"patch.value", "there is no value at this pointer"},
	formPatchNoParent:      {"patch.parent", "there is no array or object to add the value to"},
	formPatchNoItem:        {"patch.item", "the array has no such index"},
	formPatchWholeDocument: {"patch.document", "the whole document cannot be removed"},
	formPatchIntoItself:    {"patch.itself", "a value cannot be moved into itself"},
	formPatchDiffers:       {"patch.test", "the value is not equal"},
	formPatchTooDeep:       {"patch.depth", "the pointer, or the value at it, is deeper than the limit that WithLimits sets (Limits.Depth)"},
	formPatchCopies:        {"patch.copies", "the operations copy more than the limit that WithLimits sets (Limits.PatchBytes)"},
	formPatchSteps:         {"patch.steps", "the operations take more steps than the limit that WithLimits sets (Limits.PatchBytes)"},

	formBodyMissing:          {"body.missing", "the body is missing"},
	formBodyIncomplete:       {"body.incomplete", "the body cannot be read, or is not complete"},
	formBodySlow:             {"body.slow", "the body was not received in time"},
	formBodyEncoded:          {"body.encoded", "Content-Encoding is not supported; send the body as it is"},
	formBodyType:             {"body.type", "Content-Type must be application/json in UTF-8, or end with +json"},
	formBodyTooLarge:         {"body.large", "the body is larger than {limit} {limit?byte|bytes}"},
	formPatchType:            {"body.patch-type", "Content-Type must be {first} or {second} in UTF-8"},
	formNotAJSONPatch:        {"body.not-a-patch", "the body is not a JSON Patch"},
	formQueryInvalid:         {"query.invalid", "the query is not valid; write '%' as %25 and ';' as %3B"},
	formQueryNotUTF8:         {"query.encoding", "the query or path is not UTF-8"},
	formQueryTooLarge:        {"query.large", "the query has more than {limit} {limit?parameter|parameters}"},
	formPatchOperation:       {"patch.operation", "operation {count} of the patch ({keyword} {property}): {why}"},
	formSchemaUnavailable:    {"schema.unavailable", "the schema of the body is not available"},
	formRequestFailed:        {"request.failed", "the server failed to handle the request"},
	formSubjectBody:          {"subject.body", "the body"},
	formSubjectResponse:      {"subject.response", "the response"},
	formSubjectParameters:    {"subject.parameters", "the query or path"},
	formSubjectPatchResult:   {"subject.patch", "the result of the patch"},
	formSubjectInvalid:       {"subject.invalid", "{got} does not match the schema"},
	formSubjectMalformed:     {"subject.malformed", "{got} is not acceptable JSON"},
	formSubjectUndecodable:   {"subject.undecodable", "{got} cannot be decoded"},
	formSubjectUndecodableAt: {"subject.undecodable-at", "{got} cannot be decoded: the value at {property} is not supported"},
	formSubjectUnvalidated:   {"subject.unvalidated", "{got} cannot be validated"},
	formTitle400:             {"title.400", "Bad Request"},
	formTitle408:             {"title.408", "Request Timeout"},
	formTitle409:             {"title.409", "Conflict"},
	formTitle413:             {"title.413", "Request Entity Too Large"},
	formTitle415:             {"title.415", "Unsupported Media Type"},
	formTitle422:             {"title.422", "Unprocessable Entity"},
	formTitle500:             {"title.500", "Internal Server Error"},
	formTitle503:             {"title.503", "Service Unavailable"},
}
