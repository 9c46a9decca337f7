"""A mall that answers at once: what is measured with it is the house's own work."""
