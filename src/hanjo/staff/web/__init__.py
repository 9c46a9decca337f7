"""Pages of the staff module: sign-in, second step, own account, staff, roles, tokens."""
