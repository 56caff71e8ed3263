"""Filling a report in: the pages of the official tables; those of its words are in `words`."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from ..access import members_only, own_report
from ..carrying import offers
from ..earlier import previous_filing
from ..elsewhere import elsewhere
from ..entry import declarable, declare_empty, fill_zeros, save_table, undo_declaration
from ..formats.schema import Section, Table, Unit
from ..forms import TableForm
from ..marks import name as cell_name
from ..matrix import NOTHING_TYPED, Matrix, Typed
from ..models import Member, Report, Role
from ..progress import Progress
from ..workflow import Refused
from .desk import context_of, offers_of, saved, section_of, stays
from .words import narrative


@require_http_methods(["GET", "POST"])
@members_only(Role.CLERK)
def edit_section(request: HttpRequest, member: Member, pk: int, section: str) -> HttpResponse:
    """One of the six sections: its table, or its narrative."""
    report = own_report(member, pk)
    part = section_of(report, section)
    if part.table is not None:
        return _table(request, member, report, part, part.table)
    return narrative(request, member, report, part)


# --- Tables --------------------------------------------------------------------------------------------


def _table(request: HttpRequest, member: Member, report: Report, part: Section, table: Table) -> HttpResponse:
    if request.method != "POST":
        return _table_page(request, member, report, part, table)
    form = TableForm(table, request.POST)
    form.is_valid()
    texts = form.cleaned_data["matrix"]
    try:
        outcome = save_table(report.pk, member, part.key, form.cleaned_data["base"], texts)
    except Refused as refusal:
        stays(request, refusal)
        return _table_page(request, member, report, part, table, Typed(texts), status=409)
    if outcome.errors or outcome.conflicts:
        report.refresh_from_db()
        kept = {key: texts[key] for key in [*outcome.errors, *(c.key for c in outcome.conflicts)]}
        typed = Typed(kept, outcome.errors, outcome.conflicts)
        return _table_page(request, member, report, part, table, typed, status=422)
    further = {"zeros": zeros, "declare": declare}.get(request.POST.get("then", ""))
    return further(request, pk=report.pk, section=part.key) if further else saved(request, report, part)


def _table_page(
    request: HttpRequest,
    member: Member,
    report: Report,
    part: Section,
    table: Table,
    typed: Typed = NOTHING_TYPED,
    status: int = 200,
) -> HttpResponse:
    progress = Progress(report)
    findings = progress.of(part.key)
    matrix = Matrix(
        progress.filing,
        table,
        locked=not report.editable,
        before=progress.context.previous,
        findings=findings,
        typed=typed,
        changes="changes" in request.GET,
    )
    form = TableForm(table)
    form.draw(matrix)
    places = table.places
    context = {
        **context_of(member, report, part, progress),
        "form": form,
        "matrix": matrix,
        "elsewhere": [other.to_data() for other in elsewhere(report.format, part.key)],
        "findings": findings,
        "units": _units(table),
        "year_before": report.year - 1,
        "blocks": table.blocks,
        "offers": offers_of(progress, part),
        "errors": [
            {"key": key, "name": cell_name(places[key]), "message": message}
            for key, message in typed.errors.items()
        ],
    }
    return render(request, "editing/table.html", context, status=status)


def _units(table: Table) -> str:
    labels = [unit.label for unit in table.units if unit.label]
    return f"单位：{'、'.join(labels)}" if labels else ""


@require_POST
@members_only(Role.CLERK)
def declare(request: HttpRequest, member: Member, pk: int, section: str) -> HttpResponse:
    """本年无此项: zero in every empty cell of a table; asks once when last year was not zero."""
    report = own_report(member, pk)
    part = section_of(report, section)
    last = _last_year(report, part)
    try:
        declarable(report, part.key)
        if last and "sure" not in request.POST:
            return render(request, "editing/declare.html", {"report": report, "section": part, "last": last})
        count = declare_empty(report.pk, member, part.key)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已声明本年无此项，{count}格填成0。要撤销，点表头右边的按钮。")
    return redirect("edit_section", report.pk, part.key)


def _last_year(report: Report, part: Section) -> str:
    """What last year's table held, in words: its total where it counts one thing; "" when it was all zero."""
    before = previous_filing(report)
    table = before.format.tables.get(part.key) if before else None
    if before is None or table is None:
        return ""
    filled = [value for place in table.entered if (value := before.value(place.key))]
    first = next(iter(table.blocks[0].leaves)).key
    totals = [
        before.value(key) or 0 for key, p in table.places.items() if p.column.sum_of and p.row.key == first
    ]
    if not filled:
        return ""
    if table.units == (Unit.COUNT,) and sum(totals):
        return f"{report.year - 1}年有{sum(totals)}件，"
    return f"{report.year - 1}年这张表有{len(filled)}格不是0，"


@require_POST
@members_only(Role.CLERK)
def zeros(request: HttpRequest, member: Member, pk: int, section: str) -> HttpResponse:
    """Zero in every cell of a table in which nothing stands."""
    report = own_report(member, pk)
    part = section_of(report, section)
    try:
        count = fill_zeros(report.pk, member, part.key)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已把没填的{count}格填成0。")
    return redirect("edit_section", report.pk, part.key)


@require_POST
@members_only(Role.CLERK)
def carry_over(request: HttpRequest, member: Member, pk: int, section: str) -> HttpResponse:
    """Fill empty cells with what follows from last year's report; cells filled in meanwhile stay as they are."""
    report = own_report(member, pk)
    part = section_of(report, section)
    open_offers = {o.name: o for o in offers(report.filing(), previous_filing(report), part.key)}
    offer = open_offers.get(request.POST.get("offer", ""))
    if offer is None:
        messages.info(request, "这些格已经填过了。")
        return redirect("edit_section", report.pk, part.key)
    try:
        outcome = save_table(report.pk, member, part.key, {}, offer.typed)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已照去年的填上{outcome.changed}格。与去年不同的，直接改，再写明原因。")
    return redirect("edit_section", report.pk, part.key)


@require_POST
@members_only(Role.CLERK)
def undeclare(request: HttpRequest, member: Member, pk: int, section: str) -> HttpResponse:
    """Take 本年无此项 back: the cells that became zero with it are empty again."""
    report = own_report(member, pk)
    part = section_of(report, section)
    try:
        count = undo_declaration(report.pk, member, part.key)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已撤销，{count}格恢复成没填。")
    return redirect("edit_section", report.pk, part.key)
