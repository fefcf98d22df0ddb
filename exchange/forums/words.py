"""Words of forums."""
