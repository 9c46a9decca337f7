"""A mall without a line: for tests whose subject is what the house does, not how a mall is spoken to."""
