"""Facts that several families need, each computed once from the evidence of a run."""
