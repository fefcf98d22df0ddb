"""Words of registration."""
