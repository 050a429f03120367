"""Human fallback (HUM): criteria, judgements, facts and probes."""
