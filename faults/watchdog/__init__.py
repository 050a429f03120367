"""Watchdog: a process that heals faults after the main process was killed."""
