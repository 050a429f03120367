"""What is told: the Assessment document, and one file for each format."""
