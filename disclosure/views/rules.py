"""The rules every report is checked with, for everybody: as a page and as data."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .. import formats
from ..checks import catalogue
from ..formats.schema import Severity
from . import conditional, sharing
from .reading_only import read_only


@read_only
@conditional.of_bytes
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule with its reason, an example and what it rests on, the gravest first."""
    known = {form.id: form.notice.number for form in formats.all_formats().values()}
    groups = [
        {
            "severity": severity,
            "rules": [
                {
                    **rule,
                    "notices": [known[form] for form in rule["formats"]]
                    if len(rule["formats"]) < len(known)
                    else [],
                }
                for rule in catalogue.catalogue()
                if rule["severity"] == severity.value
            ],
        }
        for severity in Severity
    ]
    context = {
        "groups": [group for group in groups if group["rules"]],
        "digest": catalogue.digest(),
        "nav": "rules",
    }
    return render(request, "public/rules.html", context)


@sharing.with_everybody
@read_only
def rules_data(request: HttpRequest) -> HttpResponse:
    """The same as JSON: `{"digest", "rules"}`."""
    data = {"digest": catalogue.digest(), "rules": catalogue.catalogue()}
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    return HttpResponse(text, content_type="application/json; charset=utf-8")
