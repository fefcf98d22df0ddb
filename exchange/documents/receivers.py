"""What documents does when something happened elsewhere."""
