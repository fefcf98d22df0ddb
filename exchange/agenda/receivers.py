"""What agenda does when something happened elsewhere."""
