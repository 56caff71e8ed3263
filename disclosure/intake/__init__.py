"""A document on its way into a report: read, set against what stands, looked at, confirmed, and undone if need be.

``merge``     three values of one place and what becomes of them
``proposal``  what a document would change; ``propose`` works it out
``store``     the document that waits, its confirmation and the undo; ``fill``, an empty report filled at once
``pictures``  those a document brings: drawn anew, numbered, kept, taken back
"""
