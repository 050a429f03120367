"""Planning of a run: profile, crisis and options become a plan. Each file adds one part of it."""
