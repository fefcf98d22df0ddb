"""Words of agenda."""
