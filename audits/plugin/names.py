"""Names used by the hooks and by the collected items."""

SUFFIX = ".epreuve.yaml"  # of collected profiles
SUMMARY = "epreuve"  # property of a gate test that the terminal summary prints
