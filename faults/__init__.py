"""What is put in the way of a service, and taken away."""
