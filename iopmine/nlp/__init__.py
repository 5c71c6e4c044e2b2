"""The Swedish pipeline: one file per spaCy component, the arithmetic beside it in pure functions."""
