"""Reads for the desks that look across modules."""
