"""The fragile supplier: as too many real services are, it works as long as everything does."""
