"""Benchmarks that compare in one run. `make bench`, or `python -m bench.<name>` from the root."""
