"""What is seen of a service: observations, and the evidence that keeps them."""
