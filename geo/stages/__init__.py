"""One short file a stage: its name, what it needs, what it makes, and how it runs."""
