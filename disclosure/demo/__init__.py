"""The demo city: its bureaus, accounts and reports as data, and the way the reports travel to where they stand."""

from __future__ import annotations

from .city import PASSWORD, Login, build, built, logins, seed

__all__ = ["PASSWORD", "Login", "build", "built", "logins", "seed"]
