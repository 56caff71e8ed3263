"""The commands by which a report is read, checked and rendered without a browser."""
