"""Side by side with peers; each module runs as ``python -m benchmarks.NAME``."""
