package jsontape

import (
	"math/rand/v2"
	"testing"
)

// A set never takes a name for a new one that it has, however many it has and whatever their hashes are. Names that
// differ in their hashes are new if there are not too many.
func TestNameSetKnowsItsNames(t *testing.T) {
	var r Reader
	isNew := func(set *NameSet, hash uint64) bool { return !r.Add(set, hash) || r.IsNew(set) }
	for _, modulus := range []uint64{0, 1, 3, 100, 5000} { // 0 stands for 1<<64
		for _, step := range []uint64{1, 1 << 12, 1 << 58} {
			outer := r.Names()
			isNew(&outer, 7)
			set, known := r.Names(), make(map[uint64]bool)
			random := rand.New(rand.NewPCG(modulus, step))
			for range mostNames + 50 {
				hash := random.Uint64()
				if modulus > 0 {
					hash = hash % modulus * step
				}
				different := isNew(&set, hash)
				switch {
				case different && known[hash]:
					t.Fatalf("%d is taken for a new one of %d names", hash, len(known))
				case !different && !known[hash] && modulus == 0 && len(known) < mostNames:
					t.Fatalf("%d is taken for one of %d names", hash, len(known))
				}
				if known[hash] = true; !different {
					r.Drop(&set) // a reader gives up
					set, known = r.Names(), make(map[uint64]bool)
					continue
				}
				nested := r.Names()
				if !isNew(&nested, hash) || isNew(&nested, hash) || r.Drop(&nested) != 2 {
					t.Fatal("a nested set has names of another")
				}
			}
			if n := r.Drop(&set); n != len(known) {
				t.Errorf("the set has %d names, want %d", n, len(known))
			}
			if n := r.Drop(&outer); n != 1 || len(r.names) > 0 {
				t.Errorf("the outer set has %d names, want 1", n)
			}
		}
	}
}
