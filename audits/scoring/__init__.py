"""The grid and the score: pure, from marks to a letter."""
