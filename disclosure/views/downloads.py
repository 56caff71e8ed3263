"""A report as a file that is passed round before it is published: Word, a workbook to fill in elsewhere, JSON."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from ..access import members_only, visible_report
from ..filing import Filing
from ..models import Member, Role
from ..rendering import RenderingError, data_file
from ..rendering.docx import render_docx
from ..rendering.xlsx import render_xlsx

_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS: dict[str, tuple[Callable[[Filing], bytes], str]] = {
    "docx": (render_docx, f"{_OFFICE}.wordprocessingml.document"),
    "xlsx": (render_xlsx, f"{_OFFICE}.spreadsheetml.sheet"),
    "json": (data_file, "application/json; charset=utf-8"),
}
"""End of the file's name → what draws it, and its media type."""


@require_GET
@members_only(Role.CLERK, Role.SUPERVISOR)
def draft_file(request: HttpRequest, member: Member, pk: int, kind: str) -> HttpResponse:
    """The report as it stands, as a file to keep; 404 for a kind there is none of."""
    report = visible_report(member, pk)
    if kind not in KINDS:
        raise Http404
    draw, media = KINDS[kind]
    # The workbook comes back: it keeps the marks of figures that follow a table.
    filing = report.draft() if kind == "xlsx" else report.filing()
    try:
        content = draw(filing)
    except RenderingError as error:
        return render(request, "editing/no_print.html", {"report": report, "error": error}, status=422)
    response = HttpResponse(content, content_type=media)
    name = f"{filing.official_title}（未公布稿）.{kind}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
