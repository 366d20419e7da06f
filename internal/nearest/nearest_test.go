package nearest

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/verdict-lint/verdict/internal/race"
	"github.com/verdict-lint/verdict/internal/rounds"
)

func TestNearest(t *testing.T) {
	properties := []string{"id", "organizationId", "projectId", "provider", "originOwnerId", "originOwnerName", "createdAt"}
	tests := []struct {
		name, written string
		candidates    []string
		want          string
	}{
		{"other case", "projectID", properties, "projectId"},
		{"other style", "project_id", properties, "projectId"},
		{"letters swapped", "porjectId", properties, "projectId"},
		{"letters swapped in a short name", "lable", []string{"id", "label", "type"}, "label"},
		{"cut short", "prod", []string{"PRODUCTION", "TEST"}, "PRODUCTION"},
		{"cut shorter than a guess is worth", "pr", []string{"PRODUCTION", "TEST"}, ""},
		{"cut short, in two ways", "orig", []string{"originId", "originName"}, ""},
		{"letter missing", "provder", properties, "provider"},
		{"another word", "flavour", properties, ""},
		{"too short to guess", "x", []string{"y"}, ""},
		{"short names differing in case", "ID", properties, "id"},
		{"two equally near", "cat", []string{"bat", "car"}, ""},
		{"style beats spelling", "owner-id", []string{"ownerIds", "ownerId"}, "ownerId"},
		{"the name itself is no suggestion", "id", []string{"id"}, ""},
		{"no candidates", "id", nil, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, ok := Of(test.written, test.candidates)
			if got != test.want && ok || ok != (test.want != "") {
				t.Errorf("Of(%q) = %q, %v; want %q", test.written, got, ok, test.want)
			}
		})
	}
}

// nearestOf is the definition of Of, without anything that saves time.
func nearestOf(name string, candidates []string) (best string, ok bool) {
	letters := fold(nil, name)
	limit := maxCost(len(letters))
	least, count := limit+1, 0
	for _, candidate := range candidates {
		other := fold(nil, candidate)
		cost := distance(letters, other, 1000)
		if cost > limit && limit > 0 && len(letters) < len(other) && slices.Equal(letters, other[:len(letters)]) {
			cost = limit
		}
		switch {
		case candidate == name || cost > limit:
		case cost < least:
			best, least, count = candidate, cost, 1
		case cost == least:
			count++
		}
	}
	return best, best != "" && count == 1
}

func TestNothingThatSavesTimeChangesWhatIsNearest(t *testing.T) {
	race.Skip(t)
	random := rand.New(rand.NewPCG(1, 2))
	word := func() string {
		const letters = "abcDE_"
		name := make([]byte, random.IntN(10))
		for i := range name {
			name[i] = letters[random.IntN(len(letters))]
		}
		return string(name)
	}
	found := 0
	for range rounds.Of(50_000) {
		name, candidates := word(), make([]string, random.IntN(6))
		for k := range candidates {
			candidates[k] = word()
		}
		got, ok := Of(name, candidates)
		want, exists := nearestOf(name, candidates)
		if ok != exists || ok && got != want {
			t.Fatalf("Of(%q, %q) = %q, %v; want %q, %v", name, candidates, got, ok, want, exists)
		}
		if ok {
			found++
		}
	}
	if found == 0 {
		t.Error("no name was near to another")
	}
}

func TestBothDistancesAgree(t *testing.T) {
	race.Skip(t)
	random := rand.New(rand.NewPCG(1, 2))
	word := func(longest int, letters []rune) []rune {
		name := make([]rune, random.IntN(longest+1))
		for i := range name {
			name[i] = letters[random.IntN(len(letters))]
		}
		return name
	}
	for range rounds.Of(100_000) {
		name, other := word(12, []rune("abcd")), word(12, []rune("abcdé"))
		if random.IntN(10) == 0 {
			name, other = word(64, []rune("ab")), word(80, []rune("ab"))
		}
		limit := random.IntN(len(name) + 2)
		var p places
		if !p.of(name) {
			continue
		}
		if got, want := min(p.distance(len(name), other, limit), limit+1), min(distance(name, other, limit), limit+1); got != want {
			t.Fatalf("the distance of %q and %q, up to %d, is %d; want %d", string(name), string(other), limit, got, want)
		}
	}
}
