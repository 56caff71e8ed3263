"""The official formats, one module each, found by their names."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from .schema import Format, FormatError

__all__ = ["Format", "FormatError", "all_formats", "for_year", "get"]


@cache
def all_formats() -> dict[str, Format]:
    """Every format by id, oldest first: each module of this package that is named after a notice."""
    names = sorted(m.name for m in iter_modules(__path__) if m.name.startswith("notice_"))
    formats = [import_module(f"{__name__}.{name}").FORMAT for name in names]
    for name, form in zip(names, formats, strict=True):
        if form.id != name:
            raise FormatError(f"format {form.id}: declared in {name}.py; name the file after its id")
    return {form.id: form for form in sorted(formats, key=lambda form: form.first_year)}


def get(format_id: str) -> Format:
    """The format with this id; KeyError when there is none."""
    return all_formats()[format_id]


def for_year(year: int) -> Format:
    """The format a report on this year is proposed to use: the newest one issued for it, else the oldest there is."""
    formats = list(all_formats().values())
    fitting = [f for f in formats if f.first_year <= year and (f.last_year is None or year <= f.last_year)]
    return fitting[-1] if fitting else formats[0]
