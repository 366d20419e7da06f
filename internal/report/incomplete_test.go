package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/finding"
)

// Every format reports that findings were left out of the output.
func TestEveryFormatSaysThatItIsIncomplete(t *testing.T) {
	files, findings := sample()
	for _, format := range Formats() {
		for _, sum := range []finding.Summary{
			{}, {Truncated: true, Limit: 50_000}, {Hidden: 4812}, {Truncated: true, Limit: 50_000, Hidden: 1}, {Unread: true},
		} {
			for count, f := range map[int]*finding.Finding{0: nil, 1: &findings[0]} {
				var b bytes.Buffer
				r := format.New(&b, Options{})
				if err := r.File(files[0]); err != nil {
					t.Fatal(err)
				}
				if f != nil {
					if err := r.Finding(f); err != nil {
						t.Fatal(err)
					}
				}
				if err := r.Close(sum); err != nil {
					t.Fatal(err)
				}
				said := strings.Contains(b.String(), "output is incomplete")
				if want := sum.Truncated || sum.Unread || sum.Hidden > 0; said != want {
					t.Errorf("%s of %d findings, %+v: says that it is incomplete: %v\n%.300s", format.Name, count, sum, said, b.String())
				}
				if sum.Truncated && !strings.Contains(b.String(), "50,000") || sum.Hidden > 1 && !strings.Contains(b.String(), "4,812") {
					t.Errorf("%s does not say how many: %.300s", format.Name, b.String())
				}
			}
		}
	}
}
