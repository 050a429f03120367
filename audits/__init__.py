"""The audit itself: profile, crisis, plan, run, grid, assessment, command line."""

VERSION = "0.2.0"  # A constant: reading package metadata costs 31 ms at each start.
