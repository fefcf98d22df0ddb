"""What messages does when something happened elsewhere."""
