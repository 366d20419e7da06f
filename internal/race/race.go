// Package race tells tests whether the race detector is on: it has a sync.Pool forget
// at random, so that what is pooled is allocated anew.
package race
