"""Cells of a table saved while they are typed, and what changes around them: others' figures, and what the checks say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from ..access import members_only, own_report
from ..entry import NEEDED, Content, Saved, save_table, shown, standing
from ..formats.schema import Table
from ..matrix import marks_of
from ..models import Member, Report, Role
from ..progress import Progress
from .desk import offers_of, section_of
from .scripts import Unfit, answered, sent, texts

BODY_LIMIT = 64 * 1024
"""Bytes of one request; a whole table with its base takes about 20,000."""


@require_http_methods(["GET", "POST"])
@answered
@members_only(Role.CLERK)
def cells(request: HttpRequest, member: Member, pk: int, section: str) -> HttpResponse:
    """GET: what stands in the table now, 204 as long as `revision` is the newest. POST: save what was typed.

    A POST carries `base` and `typed` (cell key → text) and the `revision` its page has seen.
    """
    report = own_report(member, pk, *NEEDED)
    table = _table(report, section)
    if request.method == "GET":
        return _news(report, table, request.GET.get("revision", ""))
    found = sent(request, BODY_LIMIT)
    typed = texts(found, "typed")
    if not typed.keys() <= {place.key for place in table.entered}:
        raise Unfit("这张表里没有这一格。")
    return JsonResponse(
        _answer(save_table(pk, member, section, texts(found, "base"), typed, found.get("revision")))
    )


def _table(report: Report, section: str) -> Table:
    table = section_of(report, section).table
    if table is None:
        raise Http404
    return table


def _news(report: Report, table: Table, revision: str) -> HttpResponse:
    if revision == str(report.revision) and report.editable:
        return HttpResponse(status=204)
    now = standing(report, table.key)
    return JsonResponse(
        {
            "revision": report.revision,
            "cells": _shown(now),
            "locked": "" if report.editable else report.state_label,
            "declared": table.key in report.declared,
        }
    )


def _answer(outcome: Saved) -> dict[str, Any]:
    """`cells` are those that were sent, and all of them where somebody else has written since the page looked last."""
    return {
        "saved": f"{timezone.localtime():%H:%M}",
        "revision": outcome.revision,
        "cells": _shown(outcome.standing),
        "errors": outcome.errors,
        "conflicts": [asdict(conflict) for conflict in outcome.conflicts],
        "declared": outcome.declared,
    }


def _shown(contents: Mapping[str, Content]) -> dict[str, str]:
    return {key: shown(content) for key, content in contents.items()}


@require_GET
@answered
@members_only(Role.CLERK)
def findings(request: HttpRequest, member: Member, pk: int, section: str) -> HttpResponse:
    """What the checks say of a section now, as HTML: the steps, the panel, the mark of every cell, and what last year gives."""
    report = own_report(member, pk)
    part = section_of(report, section)
    progress = Progress(report)
    found = progress.of(part.key)
    context = {
        "report": report,
        "progress": progress,
        "here": part.key,
        "findings": found,
        "section": part,
        "offers": offers_of(progress, part),
        "marks": json.dumps(marks_of(found)),
    }
    return render(request, "editing/fresh.html", context)
