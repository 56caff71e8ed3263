"""The tests: core (no database), app (SQLite and PostgreSQL), page (the PDF and HTML themselves), browser."""
