"""The grid: nine families, each one YAML file of data and one Python file of judgements."""
