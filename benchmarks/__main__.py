"""Runs all measurements."""
