"""The only place that imports MkDocs: the core works without it."""
