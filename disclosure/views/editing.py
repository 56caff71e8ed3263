"""Filling a report in: a page for each official table, one for each narrative, one for the parts around them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ..access import members_only, own_report
from ..entry import Conflict, Saved, declare_empty, save_table, save_words, undo_declaration
from ..filing import Filing, from_data
from ..formats.schema import Section, Table
from ..forms import HeadForm, NarrativeForm, TableForm
from ..layout import name as cell_name
from ..matrix import NOTHING_TYPED, Matrix, Typed
from ..models import Member, Report, Role
from ..progress import Progress
from ..prose import Heading, blocks
from ..rendering.document import block_views
from ..workflow import Refused


@require_http_methods(["GET", "POST"])
@members_only(Role.CLERK)
def edit_section(request: HttpRequest, member: Member, pk: int, section: str) -> HttpResponse:
    """One of the six sections: its table, or its narrative."""
    report = own_report(member, pk)
    part = _section(report, section)
    if part.table is not None:
        return _table(request, member, report, part, part.table)
    return _narrative(request, member, report, part)


def _section(report: Report, key: str) -> Section:
    try:
        return report.format.section(key)
    except KeyError as missing:
        raise Http404 from missing


def _following(report: Report, part: Section) -> Section | None:
    sections = report.format.sections
    place = sections.index(part) + 1
    return sections[place] if place < len(sections) else None


# --- Tables --------------------------------------------------------------------------------------------


def _table(request: HttpRequest, member: Member, report: Report, part: Section, table: Table) -> HttpResponse:
    if request.method != "POST":
        return _table_page(request, member, report, part, table)
    form = TableForm(table, request.POST)
    form.is_valid()
    texts = form.cleaned_data["matrix"]
    try:
        saved = save_table(report.pk, member, part.key, form.cleaned_data["base"], texts)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _table_page(request, member, report, part, table, Typed(texts), status=409)
    if saved.errors or saved.conflicts:
        report.refresh_from_db()
        kept = {key: texts[key] for key in [*saved.errors, *(c.key for c in saved.conflicts)]}
        typed = Typed(kept, saved.errors, saved.conflicts)
        return _table_page(request, member, report, part, table, typed, status=422)
    return _saved(request, report, part)


def _saved(request: HttpRequest, report: Report, part: Section) -> HttpResponse:
    messages.success(request, f"{timezone.localtime():%H:%M} 已保存")
    following = _following(report, part)
    forward = request.POST.get("then") == "next" and following
    return redirect("edit_section", report.pk, following.key if forward and following else part.key)


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
        before=_before(report),
        findings=findings,
        typed=typed,
    )
    form = TableForm(table)
    form.draw(matrix)
    places = table.places
    context = {
        **_context(member, report, part, progress),
        "form": form,
        "matrix": matrix,
        "findings": findings,
        "units": _units(table),
        "year_before": report.year - 1,
        "rows": [row for block in table.blocks for row in block.leaves],
        "errors": [
            {"key": key, "name": cell_name(places[key]), "message": message}
            for key, message in typed.errors.items()
        ],
    }
    return render(request, "editing/table.html", context, status=status)


def _units(table: Table) -> str:
    labels = [unit.label for unit in table.units if unit.label]
    return f"单位：{'、'.join(labels)}" if labels else ""


def _before(report: Report) -> Filing | None:
    """Last year's published report of the same body, for the figures beside the cells."""
    earlier = Report.objects.filter(bureau=report.bureau_id, year=report.year - 1, edition__gt=0).first()
    edition = earlier.publications.only("filing").order_by("-number").first() if earlier else None
    return from_data(edition.filing) if edition else None


@require_POST
@members_only(Role.CLERK)
def declare(request: HttpRequest, member: Member, pk: int, section: str) -> HttpResponse:
    """本年无此项: zero in every empty cell of a table; asks once when last year was not zero."""
    report = own_report(member, pk)
    part = _section(report, section)
    last = _last_year(report, part)
    if last and "sure" not in request.POST:
        return render(request, "editing/declare.html", {"report": report, "section": part, "last": last})
    try:
        count = declare_empty(report.pk, member, part.key)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已声明本年无此项，{count}格填成0。要撤销，点表头右边的按钮。")
    return redirect("edit_section", report.pk, part.key)


def _last_year(report: Report, part: Section) -> str:
    """What last year's table held, in words: the sum of its counts; "" when it was all zero."""
    before = _before(report)
    if before is None or part.key not in before.format.tables:
        return ""
    table = before.format.tables[part.key]
    filled = [before.value(place.key) for place in table.entered if before.value(place.key)]
    return f"{report.year - 1}年这张表有{len(filled)}格不是0。" if filled else ""


@require_POST
@members_only(Role.CLERK)
def undeclare(request: HttpRequest, member: Member, pk: int, section: str) -> HttpResponse:
    """Take 本年无此项 back: the cells that became zero with it are empty again."""
    report = own_report(member, pk)
    part = _section(report, section)
    try:
        count = undo_declaration(report.pk, member, part.key)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已撤销，{count}格恢复成没填。")
    return redirect("edit_section", report.pk, part.key)


# --- Words ---------------------------------------------------------------------------------------------


def _narrative(request: HttpRequest, member: Member, report: Report, part: Section) -> HttpResponse:
    stored = getattr(report, part.key)
    if request.method != "POST":
        form = NarrativeForm(part, initial={part.key: stored, "base": stored})
        return _narrative_page(request, member, report, part, form, stored)
    form = NarrativeForm(part, request.POST)
    text = request.POST.get(part.key, "")
    if not form.is_valid():
        return _narrative_page(request, member, report, part, form, text, status=422)
    if request.POST.get("then") == "look":
        return _narrative_page(request, member, report, part, form, text)
    base = {part.key: form.cleaned_data["base"]}
    try:
        saved = save_words(report.pk, member, base, {part.key: text})
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _narrative_page(request, member, report, part, form, text, status=409)
    if saved.errors or saved.conflicts:
        form = _again(part, text, saved)
        return _narrative_page(request, member, report, part, form, text, saved.conflicts, status=422)
    return _saved(request, report, part)


def _again(part: Section, text: str, saved: Saved) -> NarrativeForm:
    """The form with what was typed; its base is what stands now, so that saving again is meant."""
    theirs = next((conflict.theirs for conflict in saved.conflicts), "")
    form = NarrativeForm(part, {part.key: text, "base": theirs})
    form.is_valid()
    for key, message in saved.errors.items():
        form.add_error(key, message)
    return form


def _narrative_page(
    request: HttpRequest,
    member: Member,
    report: Report,
    part: Section,
    form: NarrativeForm,
    text: str,
    conflicts: tuple[Conflict, ...] = (),
    status: int = 200,
) -> HttpResponse:
    progress = Progress(report)
    if not report.editable:
        form.fields[part.key].disabled = True
    context = {
        **_context(member, report, part, progress),
        "form": form,
        "findings": progress.of(part.key),
        "conflicts": conflicts,
        "outline": [block for block in blocks(text) if isinstance(block, Heading)],
        "aspects": [(a, any(word in text for word in a.words)) for a in _aspects(report, part)],
        "preview": block_views(text),
        "count": len("".join(text.split())),
    }
    return render(request, "editing/narrative.html", context, status=status)


def _aspects(report: Report, part: Section) -> list[Any]:
    government = report.bureau.kind == report.bureau.Kind.GOVERNMENT
    return [aspect for aspect in part.aspects if government or not aspect.government_only]


@require_http_methods(["GET", "POST"])
@members_only(Role.CLERK)
def edit_head(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """The addressee, the preface, the signature and the date."""
    report = own_report(member, pk)
    stored = {name: getattr(report, name) for name in HeadForm.NAMES}
    if request.method != "POST":
        form = HeadForm(initial={**stored, "base": json.dumps(stored, ensure_ascii=False)})
        return _head_page(request, member, report, form)
    form = HeadForm(request.POST)
    if not form.is_valid():
        return _head_page(request, member, report, form, status=422)
    typed = {name: form.cleaned_data[name] for name in HeadForm.NAMES}
    try:
        saved = save_words(report.pk, member, form.cleaned_data["base"], typed)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _head_page(request, member, report, form, status=409)
    if saved.errors or saved.conflicts:
        return _head_page(request, member, report, _head_again(typed, saved, report), status=422)
    messages.success(request, f"{timezone.localtime():%H:%M} 已保存")
    return redirect("edit_head", pk)


def _head_again(typed: Mapping[str, str], saved: Saved, report: Report) -> HeadForm:
    report.refresh_from_db()
    stored = {name: getattr(report, name) for name in HeadForm.NAMES}
    form = HeadForm({**typed, "base": json.dumps(stored, ensure_ascii=False)})
    form.is_valid()
    for conflict in saved.conflicts:
        now = conflict.theirs or "空的"
        form.add_error(conflict.key, f"有人刚才也改了，现在是：{now}。再保存一次就用您填的。")
    for key, message in saved.errors.items():
        form.add_error(key, message)
    return form


def _head_page(
    request: HttpRequest, member: Member, report: Report, form: HeadForm, status: int = 200
) -> HttpResponse:
    progress = Progress(report)
    if not report.editable:
        for field in form.fields.values():
            field.disabled = True
    context = {**_context(member, report, None, progress), "form": form, "here": "head"}
    return render(request, "editing/head.html", context, status=status)


def _context(member: Member, report: Report, part: Section | None, progress: Progress) -> dict[str, Any]:
    return {
        "nav": "home",
        "member": member,
        "report": report,
        "progress": progress,
        "section": part,
        "here": part.key if part else "head",
        "following": _following(report, part) if part else None,
        "check_url": reverse("check", args=[report.pk]),
    }
