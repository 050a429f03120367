"""Probes of a service: HTTP client, journeys, load, browser, page readers, and evidence."""
