package tags

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCommasSplitUnlessEscaped(t *testing.T) {
	got := Parse(`required,pattern=^a\,b{1\,2}\d=$,items.items.minLength=1`)
	want := []Entry{
		{Name: "required", Bare: true, Raw: "required"},
		{Name: "pattern", Value: `^a,b{1,2}\d=$`, Raw: `pattern=^a\,b{1\,2}\d=$`},
		{Name: "minLength", Value: "1", Depth: 2, Raw: "items.items.minLength=1"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCheckNamesWhatIsWrong(t *testing.T) {
	text := Field{Types: []Types{String}}
	integer := Field{Types: []Types{Integer}}
	number := Field{Types: []Types{Number}}
	small := Field{Types: []Types{Integer}, Bounds: []*Bounds{{"0", "255"}}}
	texts := Field{Types: []Types{Array, String}}
	grid := Field{Types: []Types{Array, Array, Integer}}
	object := Field{Types: []Types{Object}}
	anything := Field{}

	tests := []struct {
		name  string
		tag   string
		field Field
		want  []string
	}{
		{"nothing", "", text, nil},
		{"left out", "-", text, nil},
		{"left out, and more", "-,title=x", text, []string{`"-" leaves the field out, so no other entry has an effect`}},
		{"unknown", "colour=red", text, []string{`unknown key "colour"`}},
		{"misspelt", "minLenght=1", text, []string{`unknown key "minLenght", did you mean "minLength"?`}},
		{"wrong case", "Required", text, []string{`unknown key "Required", did you mean "required"?`}},
		{"empty entry", "required,", text, []string{"empty entry in the tag"}},
		{"value for a flag", "required=true", text, []string{`"required" takes no value`}},
		{"no value", "minLength", text, []string{`"minLength" requires a value: minLength=…`}},
		{"invalid pattern", "pattern=(", text, []string{`the group is not closed at offset 0 of "("`}},
		{"invalid pattern of items", "items.pattern=[a", texts, []string{`the character class is not closed at offset 0 of "[a"`}},
		{"empty value", "pattern=", text, []string{`"pattern" requires a value: pattern=…`}},
		{"empty string as enum", "enum=,enum=a", text, nil},
		{"bad count", "maxLength=-1", text, []string{`"maxLength" requires a non-negative integer, not "-1"`}},
		{"bad number", "minimum=.5", number, []string{`"minimum" requires a number, not ".5"`}},
		{"zero divisor", "multipleOf=0.0e5", number, []string{`"multipleOf" requires a number greater than zero, not "0.0e5"`}},
		{"fractional bound on an integer", "minimum=0.5", integer, nil},
		{"bad switch", "readOnly=yes", text, []string{`"readOnly" requires true or false, not "yes"`}},
		{"other type", "minLength=1", integer, []string{`"minLength" applies to string, but the field is integer`}},
		{"unknown type takes all", "minLength=1,minimum=1,minItems=1", anything, nil},
		{"enum of another type", "enum=1,enum=b", integer, []string{`"enum" requires a value of the field's type, integer, not "b"`}},
		{"fraction for an integer", "default=1.5", integer, []string{`"default" requires a value of the field's type, integer, not "1.5"`}},
		{"default outside the enum", "default=c,enum=a,enum=b", text, []string{`default "c" is not in the enum`}},
		{"default inside the enum", "enum=a,enum=b,default=b", text, nil},
		{"items by themselves", "minLength=2,enum=ab,minItems=1", texts, nil},
		{"items of another type", "minimum=2", texts, []string{`"minimum" applies to integer or number, but the items are string`}},
		{"items outright", "items.minItems=1,items.items.maximum=9", grid, nil},
		{"items of no array", "items.minLength=1", text, []string{`"items.minLength=1" applies to items, but the field is string`}},
		{"items of the field", "items.required", texts, []string{`"required" applies to the field, not to its items`}},
		{"default of an array", "default=a,default=b", texts, nil},
		{"default of an array, of another type", "default=1,default=b", Field{Types: []Types{Array, Integer}}, []string{`"default" requires a value of the field's type, integer, not "b"`}},
		{"default of an object", "default=a", object, []string{`"default" applies to string, integer, number, boolean or array, but the field is object`}},
		{"bad type", "type=text", text, []string{`"type" requires JSON types, not "text"`}},
		{"several types", "oneof_type=string;null", text, nil},
		{"type of another kind", "type=string", integer, []string{`"type" is string, but the field is integer`}},
		{"types of another kind", "anyof_type=string;null", integer, []string{`"anyof_type" is string or null, but the field is integer`}},
		{"narrower type", "type=integer", number, nil},
		{"wider types", "type=number;string", integer, nil},
		{"type of what is not known", "type=string", anything, nil},
		{"enum with a value twice", "enum=a,enum=b,enum=a", text, []string{`"a" is in the enum twice`}},
		{"default too short", "minLength=2,default=é", text, []string{`default "é" breaks minLength=2`}},
		{"example too long", "maxLength=1,example=éé", text, []string{`example "éé" breaks maxLength=1`}},
		{"enum beyond the bounds", "minimum=2,exclusiveMaximum=4,enum=1,enum=3,enum=4", integer, []string{`enum "1" breaks minimum=2`, `enum "4" breaks exclusiveMaximum=4`}},
		{"default at the bounds", "minimum=2,maximum=2,multipleOf=0.5,default=2", integer, nil},
		{"const that is no multiple", "multipleOf=0.2,const=0.5", number, []string{`const "0.5" breaks multipleOf=0.2`}},
		{"multiple beyond reason", "multipleOf=1e-999999999,const=1", number, nil},
		{"default of an array beyond the bounds of its items", "items.maximum=2,default=1,default=3", Field{Types: []Types{Array, Integer}}, []string{`default "3" breaks items.maximum=2`}},
		{"literal of what is not known", "minLength=3,default=a", anything, nil},
		{"twice", "minLength=1,minLength=2", text, []string{`"minLength" is given twice`}},
		{"same key, other level", "minItems=1,items.minItems=1", grid, nil},
		{"empty range", "minLength=3,maxLength=2", text, []string{"nothing satisfies minLength=3 and maxLength=2"}},
		{"one value", "minimum=2,maximum=2.0", number, nil},
		{"no value between", "maximum=2,exclusiveMinimum=2", number, []string{"nothing satisfies exclusiveMinimum=2 and maximum=2"}},
		{"exponents are not expanded", "minimum=1e999999999,maximum=1", number, nil},
		{"enum outside the pattern", "pattern=^a,enum=b", text, []string{`enum "b" breaks pattern=^a`}},
		{"default of another format", "format=date,default=nope", text, []string{`default "nope" breaks format=date`}},
		{"example of a format that is not known", "format=color,example=nope", text, nil},
		{"items outside the pattern", "items.pattern=^a,default=ab,default=b", texts, []string{`default "b" breaks items.pattern=^a`}},
		{"too many defaults", "maxItems=1,default=a,default=b", texts, []string{"the default has 2 items, which breaks maxItems=1"}},
		{"too few defaults", "minItems=2,default=a", texts, []string{"the default has 1 items, which breaks minItems=2"}},
		{"the same default twice", "uniqueItems,default=a,default=a", texts, []string{`the default has "a" twice, which breaks uniqueItems`}},
		{"default outside the enum of the items", "enum=a,default=b", texts, []string{`default "b" is not in the enum`}},
		{"empty default", "default=[]", texts, nil},
		{"empty default of numbers", "default=[],minItems=1", Field{Types: []Types{Array, Integer}}, []string{"the default has 0 items, which breaks minItems=1"}},
		{"empty default and others", "default=[],default=a", texts, []string{"default=[] is the list without items, but there are others"}},
		{"brackets in a text", "default=[]", text, nil},
		{"no multiple within the type", "multipleOf=300,minimum=1", small, []string{"nothing satisfies multipleOf=300 and minimum=1 within the type, which goes from 0 to 255"}},
		{"a multiple within the type", "multipleOf=300", small, nil},
		{"no integer between", "minimum=1.2,maximum=1.8", integer, []string{"nothing satisfies minimum=1.2 and maximum=1.8"}},
		{"a number between", "minimum=1.2,maximum=1.8", number, nil},
		{"no integer between exclusive bounds", "exclusiveMinimum=1,exclusiveMaximum=2", integer, []string{"nothing satisfies exclusiveMinimum=1 and exclusiveMaximum=2"}},
		{"no multiple between", "multipleOf=10,minimum=11,maximum=19", number, []string{"nothing satisfies multipleOf=10, minimum=11 and maximum=19"}},
		{"no integer multiple between", "multipleOf=1.5,minimum=1,maximum=2", integer, []string{"nothing satisfies multipleOf=1.5, minimum=1 and maximum=2"}},
		{"a negative multiple", "multipleOf=10,minimum=-11,maximum=-9", number, nil},
		{"above the type", "exclusiveMinimum=255", small, []string{"nothing satisfies exclusiveMinimum=255 within the type, which goes from 0 to 255"}},
		{"beyond the type", "maximum=256,enum=-1", small, []string{"beyond the type, which goes from 0 to 255", "beyond the type, which goes from 0 to 255"}},
		{"items beyond the type", "default=256", Field{Types: []Types{Array, Integer}, Bounds: []*Bounds{nil, small.Bounds[0]}}, []string{"beyond the type, which goes from 0 to 255"}},
		{"one number, written twice", "enum=1,enum=1.0", number, []string{`"1.0" is in the enum twice`}},
		{"two texts like one number", "enum=1,enum=1.0", text, nil},
		{"one number, written otherwise", "enum=1,default=1.0", number, nil},
		{"a description", "the name, as given", text, []string{`"the name, as given" is not a key; write description=… for a description`}},
		{"a misspelt key after a key", "required,the name", text, []string{`unknown key "the name"`}},
		{"required and left out", "required", Field{Types: []Types{String}, Optional: true}, []string{`"required" contradicts the json tag, which lets the encoder leave the field out`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, p := range Check(Parse(tt.tag), tt.field) {
				got = append(got, p.Message)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%q: %s", tt.tag, diff)
			}
		})
	}
}

func TestAdviseReportsUnknownFormats(t *testing.T) {
	for tag, want := range map[string]string{
		"format=date-time":        "",
		"format=int64":            "",
		"format=datetime":         `unknown format "datetime", did you mean "date-time"?`,
		"items.format=Email":      `unknown format "Email", did you mean "email"?`,
		"format=geographic-place": `unknown format "geographic-place" is not checked`,
	} {
		got := ""
		for _, p := range Advise(Parse(tag)) {
			got += p.Message
		}
		if got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
}

func TestEveryKeyIsListedOnce(t *testing.T) {
	seen := make(map[string]bool)
	for _, k := range keys {
		if seen[k.Name] {
			t.Errorf("%q is in the table twice", k.Name)
		}
		seen[k.Name] = true
		if found, ok := Lookup(k.Name); !ok || found != k {
			t.Errorf("Lookup(%q) = %v, %v", k.Name, found, ok)
		}
	}
}

func FuzzCheckNeverPanics(f *testing.F) {
	f.Add("required,minLength=1,items.enum=a", uint8(Array), uint8(String), true)
	f.Add(`a\,b,=,,`, uint8(0), uint8(0), false)
	f.Fuzz(func(t *testing.T, tag string, outer, inner uint8, optional bool) {
		entries := Parse(tag)
		problems := Check(entries, Field{Types: []Types{Types(outer), Types(inner)}, Optional: optional})
		for _, p := range problems {
			if p.Message == "" {
				t.Errorf("%q: a problem without a message: %+v", tag, p)
			}
		}
	})
}
