"""Causes of lost points, one file per cause."""
