"""What others compute with: the shape of a report as a schema, the joints between formats, the interface as data."""
