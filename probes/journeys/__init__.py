"""Journeys of users: model, templates, identities of users (citizens), sessions and verdicts."""
