"""The demonstration service: one e-service, two suppliers, the third parties it calls."""
