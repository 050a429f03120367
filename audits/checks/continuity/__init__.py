"""Continuity under surge (CON): criteria, judgements, facts and probes."""
