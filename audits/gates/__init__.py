"""Whether an assessment is good enough, and what a release lost."""
