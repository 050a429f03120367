"""Kernel socket tables: connections to a port, and the bytes that they carried."""
