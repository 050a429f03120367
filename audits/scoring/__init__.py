"""Scoring: marks, score and Assessment from the evidence of a run."""
