"""The library of crises: their parts, their rules, and how they are told."""
