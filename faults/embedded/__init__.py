"""A Toxiproxy-compatible server, so that `pip install` is enough."""
