"""The HTTP client: addresses, connections, requests, responses, cookies and redirects."""
