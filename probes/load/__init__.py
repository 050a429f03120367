"""Load: a Locust process that starts journeys at their planned times."""
