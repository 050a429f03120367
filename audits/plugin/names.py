"""Names that the hooks and the collected items share."""

SUFFIX = ".epreuve.yaml"  # of the profiles that are collected
SUMMARY = "epreuve"  # the property of a gate's test that the terminal summary prints
