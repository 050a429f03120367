"""Recovery (REC): criteria, judgements, facts and probes."""
