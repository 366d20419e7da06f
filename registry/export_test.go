package registry

// SetMaxTotal replaces the limit of all files, so that a test can exceed it.
func (f *Files) SetMaxTotal(bytes int64) { f.maxTotal = bytes }
