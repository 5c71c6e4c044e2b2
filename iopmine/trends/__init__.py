"""Trends: periods, series with intervals, and shifts tested by permutation, for whatever is observed in texts."""
