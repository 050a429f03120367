"""Graceful degradation (DEG): criteria, judgements, facts and probes."""
