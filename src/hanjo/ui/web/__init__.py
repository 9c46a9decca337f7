"""The story page of the design system."""
