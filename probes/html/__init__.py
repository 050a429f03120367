"""Pages as a browser understands them: style sheets, media queries, visible text."""
