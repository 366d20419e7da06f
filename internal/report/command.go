package report

import "strings"

// This file escapes text that a build system would execute as a command: build systems read commands
// from the output of a step, and names of files and values of payloads are untrusted.
//
// GitHub executes a line that begins with ::, after white space, and ##[ anywhere
// (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands); Azure
// Pipelines executes ##vso[ and ##[ anywhere, and TeamCity ##teamcity[.

// commandWords are the texts that follow ## in a command.
var commandWords = []string{"[", "vso[", "teamcity["}

// isCommand reports whether a text begins with a command that can be anywhere in a line.
func isCommand(text string) bool {
	rest, ok := strings.CutPrefix(text, "##")
	for _, word := range commandWords {
		if ok && len(rest) >= len(word) && strings.EqualFold(rest[:len(word)], word) {
			return true
		}
	}
	return false
}

// escapedHash replaces the first character of such a command.
const escapedHash = `\x23`

// hasCommand reports whether a text contains such a command.
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

// LineStart escapes a text at the beginning of a line, such as the path of a file.
func LineStart(text string) string {
	if strings.HasPrefix(strings.TrimSpace(text), "::") {
		return "./" + text
	}
	return text
}
