"""A report as it would be printed, before it is published; and a narrative as it would look, while it is written."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from .. import prose
from ..access import members_only, own_report, visible_report
from ..models import Member, Role
from ..outline import outline
from ..rendering import RenderingError, block_views, page_policy, render_html, render_pdf
from .desk import section_of
from .words import governs


@require_GET
@xframe_options_sameorigin
@members_only(Role.CLERK, Role.SUPERVISOR)
def preview(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """The official page of the report as it stands, as one HTML file."""
    report = visible_report(member, pk)
    try:
        page = render_html(report.filing())
    except RenderingError as error:
        return render(request, "editing/no_print.html", {"report": report, "error": error}, status=422)
    response = HttpResponse(page)
    response["Content-Security-Policy"] = page_policy(page)
    return response


@require_GET
@members_only(Role.CLERK, Role.SUPERVISOR)
def preview_pdf(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """The same as PDF, drawn anew."""
    report = visible_report(member, pk)
    try:
        pdf = render_pdf(report.filing())
    except RenderingError as error:
        return render(request, "editing/no_print.html", {"report": report, "error": error}, status=422)
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"{report.filing().official_title}（未公布稿）.pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name)
    return response


@require_POST
@members_only(Role.CLERK)
def preview_words(request: HttpRequest, member: Member, pk: int, section: str) -> HttpResponse:
    """What is being written, in the official look, and its outline; a text that cannot be set gets the reason."""
    report = own_report(member, pk)
    part = section_of(report, section)
    if part.table is not None:
        raise Http404
    text = request.POST.get(section, "")
    drawn = outline(part, text, government=governs(report))
    try:
        prose.check([(part.title, text)])
    except prose.ProseError as error:
        return render(request, "editing/words_preview.html", {"error": error, "fresh": drawn}, status=422)
    return render(request, "editing/words_preview.html", {"blocks": block_views(text), "fresh": drawn})
