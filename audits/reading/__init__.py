"""Reading of YAML files into models. Errors name file, line, field, value and remedy."""
