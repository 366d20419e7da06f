package report

import "strings"

// This file keeps what findings quote from being taken for commands by the systems that run
// builds: they read them from what a step prints. Names of files and values of payloads may be
// anything.
//
// GitHub takes a line that begins with ::, after white space, and ##[ anywhere
// (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands); Azure
// Pipelines takes ##vso[ and ##[ anywhere, and TeamCity ##teamcity[.

// commandWords are what follows ## in a command.
var commandWords = []string{"[", "vso[", "teamcity["}

// isCommand reports whether a text begins as a command that is one anywhere in a line.
func isCommand(text string) bool {
	rest, ok := strings.CutPrefix(text, "##")
	for _, word := range commandWords {
		if ok && len(rest) >= len(word) && strings.EqualFold(rest[:len(word)], word) {
			return true
		}
	}
	return false
}

// escapedHash is the first character of such a command as it is shown.
const escapedHash = `\x23`

// hasCommand reports whether there is such a command in a text.
func hasCommand(text string) bool {
	for at := strings.Index(text, "##"); at >= 0; {
		if isCommand(text[at:]) {
			return true
		}
		next := strings.Index(text[at+1:], "##")
		if next < 0 {
			break
		}
		at += 1 + next
	}
	return false
}

// LineStart makes the path of a file, or another text that a line begins with, safe to begin
// one.
func LineStart(text string) string {
	if strings.HasPrefix(strings.TrimSpace(text), "::") {
		return "./" + text
	}
	return text
}
