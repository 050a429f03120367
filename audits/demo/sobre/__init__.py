"""The sober supplier: commits before the receipt, leans on nobody, says whom to phone."""
