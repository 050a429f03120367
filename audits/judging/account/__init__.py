"""What is told of a run: each file makes one part of the Assessment."""
