"""Gates: whether an assessment is good enough for a release, and its regressions."""
