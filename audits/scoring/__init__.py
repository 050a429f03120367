"""Scoring: from the evidence of a run to marks, a score and an Assessment."""
