// Package orderstest tests a service of orders.
package orderstest

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Run tests that the service rejects invalid requests and accepts valid ones.
func Run(t *testing.T, service http.Handler) {
	t.Helper()
	for _, tt := range []struct {
		method, target, body string
		status               int
		want                 string // a part of the response
	}{
		{"POST", "/orders", `{"id": "A-1", "items": ["apple"]}`, 200, "{ID:A-1 Items:[apple]}"},
		{"POST", "/orders", `{"id": "A-1", "items": ["apple"], "ID": "not validated"}`, 200, "{ID:A-1 Items:[apple]}"},
		{"POST", "/orders", `{"id": "A-1", "items": []}`, 422, `"pointer":"/items"`},
		{"POST", "/orders", `{"id": "1", "items": [null]}`, 422, `"pointer":"/items/0"`},
		{"POST", "/orders", `{"id": "A-1",}`, 400, "trailing comma"},
		{"POST", "/orders", `"` + strings.Repeat("x", 2<<20) + `"`, 413, "Too Large"},
		{"GET", "/orders/A-1?expand=true", "", 200, "{ID:A-1 Expand:true}"},
		{"GET", "/orders/A-1?expand=maybe", "", 422, `"pointer":"/expand"`},
		{"GET", "/orders/one", "", 422, `"pointer":"/id"`},
	} {
		r := httptest.NewRequest(tt.method, tt.target, strings.NewReader(tt.body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		service.ServeHTTP(w, r)
		if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.want) {
			t.Errorf("%s %s %.40s: status %d, want %d with %s: %s", tt.method, tt.target, tt.body, w.Code, tt.status, tt.want, w.Body)
		}
	}
}
