"""What matching does when something happened elsewhere."""
