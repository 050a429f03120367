"""Sober supplier: commits before the receipt, needs no third party, shows a phone number."""
