"""Capacity ramp of a service: more and more users of the closed model, without faults."""
