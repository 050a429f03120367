"""Response times of a run, from raw evidence, by stage, cohort, journey and step."""
