"""The citizens: a Locust child process that starts journeys when they are due."""
