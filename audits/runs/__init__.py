"""The folder of a run: its files, seal, journal and machine fingerprint."""
