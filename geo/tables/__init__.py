"""The columns of every table as data: one declaration gives parsing, faults, headings and docs."""
