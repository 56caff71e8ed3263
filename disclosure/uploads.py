"""The forms by which files are handed in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from .reading import SIZE_LIMIT

SUFFIXES = (".docx", ".xlsx", ".xls", ".html", ".htm", ".pdf", ".txt", ".json")
"""How the names of files end that are read; what a file really is shows in its bytes."""
LARGEST = f"{SIZE_LIMIT // 1024 // 1024}MB"


class DocumentField(forms.FileField):
    """One file of a kind that is read, not larger than what is read."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.FileInput(attrs={"accept": ",".join(SUFFIXES), "class": "form-control"})
        messages = {"required": "请选一个文件。", "empty": "这是空文件。", "missing": "请选一个文件。"}
        super().__init__(
            widget=widget, error_messages={**messages, "invalid": "文件没有传上来，请再选一次。"}, **kwargs
        )

    def to_python(self, data: UploadedFile | None) -> Any:
        if data is not None and data.size is not None and data.size > SIZE_LIMIT:
            raise ValidationError(f"“{data.name}”有{data.size / 1024 / 1024:.1f}MB，最大{LARGEST}。")
        return super().to_python(data)


class DocumentForm(forms.Form):
    """A document to bring into a report."""

    file = DocumentField(label="文件")


class CheckForm(forms.Form):
    """A report to be checked, its year where it does not say so itself, and last year's to set beside it."""

    file = DocumentField(label="年报文件")
    last = DocumentField(label="上一年的年报（可以不选）", required=False)
    year = forms.IntegerField(
        label="年度（文件里没有写时才填）",
        required=False,
        min_value=2000,
        max_value=2099,
        widget=forms.TextInput(
            attrs={"class": "form-control", "inputmode": "numeric", "autocomplete": "off"}
        ),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "请写四位数的年份，例如2024。"),
    )
