"""Which documents tell the same story: reprints, truncated reprints and edited reprints of one text."""
