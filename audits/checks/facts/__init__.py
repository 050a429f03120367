"""Facts that several families use, each computed once from the evidence of a run."""
