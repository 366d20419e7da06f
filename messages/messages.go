// Package messages has the messages of violations, in English and German, for
// [verdict.WithMessages]. A language is linked only into programs that call its function.
package messages

import (
	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/message"
)

// English returns the messages that the library has by itself, as a list of what another catalog
// may have. The reasons that Details of a catalog replaces are the keys of those of [German].
func English() verdict.Catalog { return verdict.Catalog{Messages: message.Forms()} }
