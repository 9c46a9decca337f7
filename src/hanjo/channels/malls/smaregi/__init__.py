"""スマレジ, the till of a shop of bricks, by its interface."""
