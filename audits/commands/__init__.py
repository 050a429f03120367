"""One file a verb; each holds a `command`. Their top-level imports stay light, for `--help`."""
