"""Locality and decentralisation (TER): criteria, judgements, facts and probes."""
