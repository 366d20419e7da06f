package reflector

// This file rejects types that a decoder would decode differently than the schema defines, if values are
// decoded as well.

import (
	"reflect"
	"slices"
	"strings"
)

// embedded checks the tags of a struct that is embedded without a name: its fields are
// properties, but the struct is not. It reports whether they are in the schema.
func (w *walk) embedded(owner reflect.Type, f reflect.StructField) bool {
	w.within(owner, f.Name, func() {
		tag := f.Tag.Get("jsonschema")
		if tag != "" && tag != "-" {
			w.failTag(tag, "the fields of an embedded struct have tags of their own; this one has no effect")
		}
		if !w.options.ToDecode {
			return
		}
		if tag == "-" {
			w.failTag(tag, "its fields are in no schema, but are decoded; leave them out with the json tag \"-\" as well")
		}
		_, options := splitJSON(f.Tag.Get("json"))
		for _, option := range options {
			if option != "inline" && option != "embed" { // no effect on an embedded field
				w.checkOption(option)
			}
		}
	})
	return !isHidden(f)
}

// checkOptions checks the json tag of a property.
func (w *walk) checkOptions(f field) {
	if f.passedOver != "" {
		w.fail("its json tag names it %q, which encoding/json ignores, using %q, but other decoders do not", f.passedOver, f.name)
	}
	if f.hidden {
		w.failTag("-", "the field is in no schema, but is decoded; leave it out with the json tag \"-\" as well")
	}
	for _, option := range f.options {
		w.checkOption(option)
	}
}

// checkOption rejects an option of a json tag that decoders disagree about. Of the
// options of both versions of encoding/json, omitempty, omitzero and string mean
// the same as in the schema, and case:strict is the default here.
// https://pkg.go.dev/encoding/json/v2#hdr-JSON_Representation_of_Go_structs
func (w *walk) checkOption(option string) {
	name, _, _ := strings.Cut(option, ":")
	switch {
	case strings.HasPrefix(option, "'"):
		w.fail("its json option %s is ignored by encoding/json and not by its second version; remove the option, or the quotes", option)
	case option == "case:ignore":
		w.fail("its json option %q would fill it from properties of other names, which are not validated; remove the option", option)
	case name == "format":
		w.fail("its json option %q is ignored by encoding/json and not by its second version; remove the option, or use a type that marshals itself", option)
	case slices.Contains([]string{"embed", "inline", "unknown"}, option):
		w.fail("its json option %q is ignored by encoding/json and not by its second version; remove the option, or embed a struct", option)
	}
}
