package nearest

import "testing"

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
