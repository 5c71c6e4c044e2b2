"""What is known of the error rates, in the words that the explorer shows. The tests hold the figures to the gold."""

from __future__ import annotations

# Measured with: iopmine evaluate corpus/demo/gold.jsonl --texts corpus/demo
DEMO_F1 = {"organisations": 0.92, "places": 0.88, "persons": 0.94}

QUALITY: tuple[tuple[str, str], ...] = ()
