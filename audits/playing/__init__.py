"""The run: one interpreter, one clock, the real world, and the folder it leaves."""
