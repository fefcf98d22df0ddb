"""Words of matching."""
