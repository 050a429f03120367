"""Readers of pages: markup, print style, contact channels, open formats and receipts."""
