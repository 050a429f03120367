"""Profile of a public digital service: model, reading and validation."""
