"""The portal pack of an edition, made when it is asked for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import condition

from .. import packing
from ..editions import shown
from ..models import Publication
from . import sharing
from .notice import taken_down
from .reading_only import read_only


def _tag(request: HttpRequest, code: str, year: int, number: int) -> str | None:
    edition = _edition(code, year, number)
    return f'"{packing.tag(edition)}"' if edition else None


@sharing.with_everybody
@read_only
@condition(etag_func=_tag)
def public_pack(request: HttpRequest, code: str, year: int, number: int) -> HttpResponse:
    """Everything a portal needs of an edition, as one ZIP."""
    edition = _edition(code, year, number)
    if edition is None:
        return taken_down(request, code, year, number)
    response = HttpResponse(packing.pack(edition), content_type="application/zip")
    name = f"{edition.title}（{code}-{year}-{number}）.zip"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


def _edition(code: str, year: int, number: int) -> Publication | None:
    """An edition that is not taken down."""
    return shown().filter(report__bureau__code=code, report__year=year, number=number).first()
