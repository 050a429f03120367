"""How much a service can do: more and more users of the closed model, on a clean link."""
