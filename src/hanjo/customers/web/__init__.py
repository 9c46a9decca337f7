"""Pages of customers for the staff."""
