"""EC-CUBE 4: order CSV in."""
