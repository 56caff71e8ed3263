"""The pictures of a report: the forms that describe them, looked at, taken away."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from ..access import members_only, own_report, visible_report
from ..figures import as_text
from ..filing import Filing
from ..forms import Measured
from ..marks import figure_mark, name, picture_mark
from ..models import Member, Picture, Report, Role
from ..pictures import ALT_LIMIT, CAPTION_LIMIT, remove
from ..workflow import Refused

_NUMBERED = re.compile(r"\A\s*图\s*[0-9０-９]+[\s.．、:：]+")


class DescriptionForm(forms.Form):
    """What a picture shows and the line printed below it."""

    alt = Measured(
        label="图里画的是什么",
        help_text="给看不见图的人听，把图里的数也说出来。",
        limit=ALT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
        error_messages={"required": "请写一句图里画的是什么。"},
    )
    caption = Measured(
        label="图题",
        help_text="前面的“图1”印的时候自动加上，不用写。",
        required=False,
        limit=CAPTION_LIMIT,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )

    def clean_caption(self) -> str:
        """Without a number of its own: pictures are numbered when they are printed."""
        return _NUMBERED.sub("", self.cleaned_data["caption"])


class PictureForm(DescriptionForm):
    """A picture with these words."""

    file = forms.FileField(
        label="图片文件（PNG或JPG，5MB以内）",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg", "class": "form-control"}),
        error_messages={"required": "请选一张图。", "empty": "这是空文件。"},
    )
    line = forms.CharField(widget=forms.HiddenInput, required=False)
    """Of the text, counted from 0: the one the caret was in."""
    field_order = ("file", "alt", "caption")

    def clean_line(self) -> int | None:
        """None, the end of the text, for whatever is no number of a line."""
        text = self.cleaned_data["line"]
        return int(text) if re.fullmatch("[0-9]{1,6}", text) else None


@dataclass(frozen=True)
class Described:
    """A picture on the page of a narrative, with the form in which it is described."""

    picture: Picture
    form: DescriptionForm


def description(picture: Picture, *data: QueryDict) -> DescriptionForm:
    """The form of one picture; `data` is what was sent."""
    initial = {"alt": picture.alt, "caption": picture.caption}
    return DescriptionForm(*data, initial=initial, auto_id=f"picture-{picture.number}-%s")


def inserting(
    report: Report, filing: Filing, sent: Described | None = None, handed: PictureForm | None = None
) -> dict[str, Any]:
    """What the page of a narrative offers to put into it; nothing where it cannot be written in.

    `sent`: a description with something wrong in it, shown as it was typed; `handed`: a new picture likewise.
    """
    if not report.editable:
        return {}
    places = report.format.places.values()
    return {
        "inserts": True,
        "cells": [
            {
                "mark": figure_mark(place),
                "name": name(place),
                "value": as_text(filing.value(place.key)) or "没填",
            }
            for place in places
        ],
        "pictures": [
            sent if sent and sent.picture == each else Described(each, description(each))
            for each in report.pictures.defer("png")
        ],
        "picture_form": handed or PictureForm(),
    }


@require_POST
@members_only(Role.CLERK)
def remove_picture(request: HttpRequest, member: Member, pk: int, number: int) -> HttpResponse:
    """Take a picture away; asks once, since it cannot be brought back."""
    report = own_report(member, pk)
    known = {part.key for part in report.format.narratives}
    back = request.POST.get("section", "") if request.POST.get("section") in known else ""
    found = report.pictures.defer("png").filter(number=number).first()
    if found is not None and report.editable and "sure" not in request.POST:
        context = {"report": report, "picture": found, "back": back}
        return render(request, "editing/remove_picture.html", context)
    try:
        remove(report, member, number)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"图{number}已删去。正文里还有{picture_mark(number)}的话，也要删去那一行。")
    return redirect("edit_section", pk, back) if back else redirect("report", pk)


@require_GET
@members_only(Role.CLERK, Role.SUPERVISOR)
def picture(request: HttpRequest, member: Member, pk: int, number: int) -> HttpResponse:
    """One picture as it is kept."""
    report = visible_report(member, pk)
    found = get_object_or_404(report.pictures, number=number)
    response = HttpResponse(bytes(found.png), content_type="image/png")
    response["Content-Disposition"] = "inline"
    # The printed page beside the text is drawn anew every few seconds.
    response["Cache-Control"] = "private, max-age=300"
    return response
