"""What visits does when something happened elsewhere."""
