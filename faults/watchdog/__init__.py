"""A process that outlives us, to heal what we cannot once we are killed."""
