"""Frugality and low bandwidth (FRU): criteria, judgements, facts and probes."""
