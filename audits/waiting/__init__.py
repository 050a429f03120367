"""How long citizens waited, from raw evidence: by stage, cohort, journey, step."""
