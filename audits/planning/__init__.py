"""How a plan is laid out: each file lays one part of it."""
