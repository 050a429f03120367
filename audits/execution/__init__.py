"""Execution of a plan: interpreter, clock, test bed, and progress reporting."""
