"""Measurements of what people wait for; nothing here is a test, and nothing in the tests is timed."""
