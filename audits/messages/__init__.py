"""Messages of faults, probes and errors in both languages."""
