"""The pages, by who uses them: thin functions that fetch with permission, clean a form, do one thing, redirect."""
