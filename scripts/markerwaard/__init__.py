"""Makes Markerwaard, the built-in example province, out of a seed."""
