package message

import (
	"github.com/verdict-lint/verdict/internal/engine"
	"github.com/verdict-lint/verdict/internal/resource"
)

// WriteRejected is Write for schemas that the metaschemas of their drafts reject. All are of
// one document, and so are the messages' offsets, lines and pointers.
func (w *Writer) WriteRejected(rejected []resource.Rejected, limit int) (count int, truncated bool) {
	failures, truncated := engine.WhyRejected(rejected, limit)
	if len(failures) == 0 {
		return 0, truncated
	}
	count, cut := w.WriteFailures(rejected[0].Tape(), failures, limit)
	return count, truncated || cut
}
