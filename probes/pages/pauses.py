"""Pauses between two readings of a page that may still change."""

PAUSE = 0.5  # seconds; a reader that waits long doubles it each time, up to the longest
LONGEST_PAUSE = 5.0
