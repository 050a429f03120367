"""Data durability and portability (DAT): criteria, judgements, facts and probes."""
