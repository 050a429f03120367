"""The run: one interpreter, one clock, the test bench, and the progress that it reports."""
