"""The Assessment document, and one module per report format."""
