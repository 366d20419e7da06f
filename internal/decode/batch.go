package decode

// This file decodes arrays of objects: several of them in spare structs, which are then copied
// to a slice together, so that a slice of few items is allocated once, with the right size.

import (
	"reflect"
	"sync"
)

// batchItems is how many items are copied together.
const batchItems = 16

// A batch is a slice to decode items in. It is zero unless it is in use.
type batch struct {
	items  reflect.Value
	spares []*spare // the items that have been used
}

// batches are the batches of a slice type.
type batches struct {
	item *structDecoder
	pool sync.Pool
}

// newBatches returns the batches of a slice type, nil if its items are not decoded in spares.
func newBatches(t reflect.Type, item decoder) *batches {
	object, ok := item.(*structDecoder)
	if !ok || object.spares == nil {
		return nil
	}
	return &batches{object, sync.Pool{New: func() any {
		b := &batch{items: reflect.New(t).Elem()}
		b.items.Set(reflect.MakeSlice(t, batchItems, batchItems))
		return b
	}}}
}

// decode decodes the items of an array into the nil slice v. The first item is at p.
func (d *batches) decode(s *state, v reflect.Value, p int) int {
	b := d.pool.Get().(*batch)
	n := 0
	for closed := false; !closed; {
		if n == batchItems {
			b.moveTo(v, n)
			n = 0
		}
		if n == len(b.spares) {
			b.spares = append(b.spares, newSpare(b.items.Index(n), d.item.fields))
		}
		if p = d.item.decodeAt(s, b.spares[n], p); p < 0 {
			return gaveUp
		}
		n++
		if p, closed = s.next(p); p < 0 {
			return gaveUp
		}
	}
	b.moveTo(v, n)
	d.pool.Put(b)
	return p
}

// moveTo appends the first n items to v, and sets them to zero.
func (b *batch) moveTo(v reflect.Value, n int) {
	size := v.Len()
	v.Grow(n)
	v.SetLen(size + n)
	b.items.SetLen(n)
	if size == 0 {
		reflect.Copy(v, b.items)
	} else {
		reflect.Copy(v.Slice(size, size+n), b.items)
	}
	b.items.Clear()
	b.items.SetLen(batchItems)
}
