"""Records of the test bench itself: its faults, its power cuts, its own problems."""
