package null_test

import (
	"encoding/json"
	"fmt"

	"github.com/verdict-lint/verdict/null"
)

func ExampleOr() {
	type Patch struct {
		Label null.Or[string] `json:"label,omitzero"`
	}
	for _, payload := range []string{`{}`, `{"label":null}`, `{"label":""}`} {
		var patch Patch
		if err := json.Unmarshal([]byte(payload), &patch); err != nil {
			fmt.Println(err)
			return
		}
		switch patch.Label.State() {
		case null.StateMissing:
			fmt.Println("leave the label")
		case null.StateNull:
			fmt.Println("remove the label")
		case null.StateValue:
			fmt.Printf("set the label to %q\n", patch.Label.Or(""))
		}
	}
	// Output:
	// leave the label
	// remove the label
	// set the label to ""
}
