"""Labels, descriptions and limits of faults in both languages; the English is in `faults`."""
