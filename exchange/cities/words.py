"""Words of cities."""
