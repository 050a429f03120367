"""Checks: one folder per family, with its criteria, judgements, facts and active probes."""
