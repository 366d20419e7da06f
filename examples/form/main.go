// Command form serves an HTML form that is generated from a JSON Schema, and shows the errors of the
// input next to each field.
package main

import (
	_ "embed"
	"html/template"
	"log"
	"net/http"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/schema"
)

//go:embed form.html
var page string

var form = template.Must(template.New("form").Parse(page))

// handler serves the form of a schema. It validates the input and shows it again.
func handler(s *verdict.Schema) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
		if err := r.ParseForm(); err != nil {
			http.Error(w, "the form cannot be read", http.StatusBadRequest)
			return
		}
		shown := struct {
			Title, Sent string
			Fields      []Field
			Errors      []string
		}{Title: keywords(s.Lookup("")).text("title"), Fields: Fields(s)}
		if r.Method == http.MethodPost {
			payload := Payload(shown.Fields, r.PostForm)
			shown.Errors = Show(s, shown.Fields, payload)
			if s.Valid(payload) {
				shown.Sent = string(payload)
			} else {
				w.WriteHeader(http.StatusUnprocessableEntity)
			}
		}
		if err := form.Execute(w, shown); err != nil {
			log.Print(err)
		}
	})
}

func main() {
	document, _ := schema.Document("connect-session")
	log.Fatal(http.ListenAndServe("localhost:8080", handler(verdict.MustCompile(document))))
}
