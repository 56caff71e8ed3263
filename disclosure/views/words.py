"""The page of a narrative: its text with its outline, what is said beside it, and how an empty one is begun."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from .. import starting, workflow
from ..access import members_only, own_report
from ..entry import Saved, save_words
from ..formats.schema import Section
from ..forms import FeeForm, NarrativeForm, StartForm, choices_in
from ..marks import picture_mark
from ..models import Member, Report, Role
from ..pictures import add, describe
from ..picturing import PictureError, redraw
from .beside import beside, governs
from .desk import context_of, saved, section_of, stays
from .head import clashes_of
from .pictures import Described, PictureForm, description, inserting

Begin = StartForm | FeeForm


def narrative(request: HttpRequest, member: Member, report: Report, part: Section) -> HttpResponse:
    """A narrative: shown, looked at in its printed form, or saved."""
    if request.method != "POST":
        return narrative_page(request, member, report, part)
    form = NarrativeForm(part, request.POST)
    text = request.POST.get(part.key, "")
    if not form.is_valid():
        return narrative_page(request, member, report, part, form, text, status=422)
    if request.POST.get("then") in ("look", "last", "compare"):
        return narrative_page(request, member, report, part, form, text)
    base = {part.key: form.cleaned_data["base"]}
    try:
        outcome = save_words(report.pk, member, base, {part.key: text}, choices_in(request.POST))
    except workflow.Refused as refusal:
        stays(request, refusal)
        return narrative_page(request, member, report, part, form, text, status=409)
    if outcome.errors or outcome.conflicts:
        form, text = _again(part, text, base[part.key], outcome)
        return narrative_page(request, member, report, part, form, text, outcome, status=422)
    return saved(request, report, part)


def _again(part: Section, text: str, base: str, outcome: Saved) -> tuple[NarrativeForm, str]:
    """The form with what was typed, merged with what others wrote; a clash stays one until somebody has chosen."""
    merged = outcome.merges.get(part.key)
    if merged:
        text, base = merged.shown, merged.base
    form = NarrativeForm(part, {part.key: text, "base": base})
    form.is_valid()
    for key, message in outcome.errors.items():
        form.add_error(key, message)
    return form, text


def narrative_page(
    request: HttpRequest,
    member: Member,
    report: Report,
    part: Section,
    form: NarrativeForm | None = None,
    text: str | None = None,
    outcome: Saved | None = None,
    begin: Begin | None = None,
    described: Described | None = None,
    handed: PictureForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; `text` is what stands in the field, None for what is stored."""
    stored = getattr(report, part.key)
    form = form or NarrativeForm(part, initial={part.key: stored, "base": stored})
    text = stored if text is None else text
    if not report.editable:
        form.lock()
    drawn = beside(report, part, text, request.POST.get("then", "look"))
    context = {
        **context_of(member, report, part, drawn["progress"]),
        **drawn,
        **inserting(report, drawn["progress"].filing, described, handed),
        "form": form,
        "clashes": clashes_of(outcome),
        "begin": begin or (None if text.strip() or not report.editable else begin_form(report, part)),
        "count": len("".join(text.split())),
    }
    return render(request, "editing/narrative.html", context, status=status)


# --- Its pictures --------------------------------------------------------------------------------------


@require_POST
@members_only(Role.CLERK)
def add_picture(request: HttpRequest, member: Member, pk: int, section: str) -> HttpResponse:
    """Take a picture in, behind the paragraph in hand, else at the end; what was typed stays where it cannot be."""
    report = own_report(member, pk)
    part = section_of(report, section)
    if part.table is not None:
        raise Http404
    form = PictureForm(request.POST, request.FILES)
    if not form.is_valid():
        return narrative_page(request, member, report, part, handed=form, status=422)
    file: UploadedFile = form.cleaned_data["file"]
    said = form.cleaned_data
    try:
        drawn = redraw(file.read(), str(file.name))
        picture = add(
            report, member, section, drawn, said["alt"].strip(), said["caption"].strip(), said["line"]
        )
    except PictureError as error:
        form.add_error("file", str(error))
        return narrative_page(request, member, report, part, handed=form, status=422)
    except workflow.Refused as refusal:
        messages.error(request, str(refusal))
        return narrative_page(request, member, report, part, handed=form, status=409)
    mark = picture_mark(picture.number)
    messages.success(
        request, f"已传上来，位置写成{mark}，{_place(said['line'])}。要换地方，把这一行剪切过去。"
    )
    return redirect("edit_section", pk, section)


def _place(line: int | None) -> str:
    return "在正文最后一行" if line is None else "在光标所在那一段的后面"


@require_POST
@members_only(Role.CLERK)
def describe_picture(
    request: HttpRequest, member: Member, pk: int, section: str, number: int
) -> HttpResponse:
    """Say what a picture shows; where that is missing or too long, the page keeps what was typed."""
    report = own_report(member, pk)
    part = section_of(report, section)
    picture = report.pictures.defer("png").filter(number=number).first()
    if part.table is not None:
        raise Http404
    if picture is None:
        messages.error(request, f"图{number}已经删去了。")
        return redirect("edit_section", pk, section)
    form = description(picture, request.POST)
    if not form.is_valid():
        return narrative_page(request, member, report, part, described=Described(picture, form), status=422)
    said = form.cleaned_data
    try:
        describe(report, member, number, said["alt"].strip(), said["caption"].strip())
    except workflow.Refused as refusal:
        messages.error(request, str(refusal))
        return narrative_page(request, member, report, part, described=Described(picture, form), status=409)
    messages.success(request, f"图{number}的说明已保存。")
    return redirect("edit_section", pk, section)


# --- An empty one --------------------------------------------------------------------------------------


def begin_form(report: Report, part: Section, *data: object) -> Begin | None:
    """The questions a section is begun with; None where there are none."""
    filing = report.filing()
    if starting.asks_fee(part, report.year):
        return FeeForm(filing, *data)
    asked = starting.questions(part, filing, government=governs(report))
    return StartForm(asked, *data) if asked else None


@require_POST
@members_only(Role.CLERK)
def start_words(request: HttpRequest, member: Member, pk: int, section: str) -> HttpResponse:
    """Begin an empty narrative with the answers to its questions."""
    report = own_report(member, pk)
    part = section_of(report, section)
    form = None if part.table else begin_form(report, part, request.POST)
    if form is None:
        raise Http404
    if not form.is_valid():
        return narrative_page(request, member, report, part, begin=form, status=422)
    try:
        outcome = save_words(report.pk, member, {}, {part.key: form.text})
    except workflow.Refused as refusal:
        stays(request, refusal)
        return narrative_page(request, member, report, part, begin=form, status=409)
    if outcome.errors:
        drafted, text = _again(part, form.text, "", outcome)
        return narrative_page(request, member, report, part, drafted, text, outcome, status=422)
    messages.success(request, "已写成草稿，接着改。")
    return redirect("edit_section", report.pk, part.key)
