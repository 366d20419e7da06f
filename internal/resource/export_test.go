package resource

// Fresh returns a registry without documents that shares the compiled metaschemas.
func (r *Registry) Fresh() *Registry {
	if r.metaschemas == nil {
		_, _ = r.compiled(r.Default.MetaschemaURI())
	}
	return &Registry{Default: r.Default, metaschemas: r.metaschemas}
}
