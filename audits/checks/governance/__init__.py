"""Governance and learning (GOV): criteria, judgements, facts and probes."""
