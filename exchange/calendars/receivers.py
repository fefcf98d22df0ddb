"""What calendars does when something happened elsewhere."""
