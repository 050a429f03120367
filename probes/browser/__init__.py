"""Page loading: a fetcher that runs no script, and headless Chromium."""
