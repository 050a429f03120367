"""Journeys of users: model, templates, fictitious citizens, sessions and verdicts."""
