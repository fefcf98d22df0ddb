"""What registration does when something happened elsewhere."""
