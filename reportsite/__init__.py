"""The site: settings, addresses and the WSGI entry; the application itself is the package ``disclosure``."""
