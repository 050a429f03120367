"""Local processes: groups, commands, signals, and the client of the watchdog."""
