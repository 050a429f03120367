"""Demonstration service: one e-service, two suppliers, and its third parties."""
