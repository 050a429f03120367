"""Run folders: files, seal, journal, machine fingerprint and history."""
