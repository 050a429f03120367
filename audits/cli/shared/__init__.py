"""Parts that several verbs share: the click group, options, and what options open."""
