"""Toxiproxy: the client, the server of a run, and links that carry faults."""
