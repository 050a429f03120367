"""The profile: what a user writes about a public digital service, and its validation."""
