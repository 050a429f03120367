"""From evidence to an Assessment."""
