"""A report as it would be printed, before it is published."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from ..access import members_only, visible_report
from ..models import Member, Role
from ..rendering import RenderingError, page_policy, render_html, render_pdf


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
