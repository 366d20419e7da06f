//go:build !unix

package command

// ignoreSIGPIPE does nothing: on this system, writing to a closed pipe only returns an error.
func ignoreSIGPIPE() {}
