"""Rehearsal of an audit: each journey once, without load or faults, to try a profile."""
