"""Independence from third parties (IND): criteria, judgements, facts and probes."""
