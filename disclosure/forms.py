"""The forms of the filer: one for each official table, drawn as the table itself, one for each narrative, one around."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, LayoutObject
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from . import prose, starting
from .figures import FigureError, parse_figure
from .filing import Filing
from .formats.schema import Section, Table, Unit
from .matrix import Matrix
from .merging import Choice, Choices
from .starting import Answer, Fee, Question


class MatrixWidget(forms.Widget):
    """A whole official table as one widget; its cells are inputs named by their keys."""

    template_name = "editing/matrix.html"

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.table = table
        self.matrix: Matrix | None = None

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        """Cell key → what was typed, for the cells that were sent and not left to somebody else's value."""
        keys = (place.key for place in self.table.entered)
        return {key: str(data[key]) for key in keys if key in data and data.get(f"keep:{key}") != "theirs"}

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The table as HTML, by the site's own template engine."""
        return render_to_string(self.template_name, {"matrix": self.matrix})


class MatrixField(forms.Field):
    """The typed texts of a table by cell key. What they mean is decided where they are merged into the report."""

    widget: MatrixWidget

    def __init__(self, table: Table) -> None:
        super().__init__(widget=MatrixWidget(table), required=False, label="")


class Drawn(LayoutObject):  # type: ignore[misc]
    """A field that draws itself, without crispy's label and frame."""

    def __init__(self, name: str) -> None:
        self.name = name

    def render(self, form: forms.BaseForm, context: Any, **kwargs: Any) -> str:
        return str(form[self.name])


class WordsForm(forms.Form):
    """Fields of words. What was typed into them stays to be seen, and copied, where it can no longer be saved."""

    def lock(self) -> None:
        """Show the fields without letting anything be written into them."""
        for field in self.fields.values():
            field.widget.attrs["readonly"] = True


def as_choices(texts: Mapping[str, str]) -> Choices:
    """Id of a clash → the choice a text names; other texts are no choice."""
    known = {choice.value: choice for choice in Choice}
    return {key: known[text] for key, text in texts.items() if text in known}


def choices_in(data: Mapping[str, Any]) -> Choices:
    """The choices of a form: `settle:<id of the clash>` → theirs, yours or both."""
    prefix = "settle:"
    return as_choices({key[len(prefix) :]: str(data[key]) for key in data if key.startswith(prefix)})


class TableForm(forms.Form):
    """One official table. `base` carries the values its page was loaded with, for the merge with what others saved."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, table: Table, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["matrix"] = MatrixField(table)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout("base", Drawn("matrix"))

    def draw(self, matrix: Matrix) -> None:
        """Show these cells and carry these values as the ones the page was loaded with."""
        self.fields["matrix"].widget.matrix = matrix  # type: ignore[attr-defined]
        self.initial["base"] = json.dumps(matrix.base, ensure_ascii=False)

    def clean_base(self) -> dict[str, str]:
        """Cell key → text. A base that cannot be read counts as empty, so that nothing is overwritten unseen."""
        try:
            found = json.loads(self.cleaned_data["base"] or "{}")
        except (ValueError, RecursionError):
            return {}
        return {str(key): str(text) for key, text in found.items()} if isinstance(found, dict) else {}


class Measured(forms.CharField):
    """Words of which too many are told: a field with a `maxlength` would cut what is pasted without a word."""

    def __init__(self, *, limit: int = prose.REPORT_LIMIT, **kwargs: Any) -> None:
        self.limit = limit
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """Lines end as in a script, so that both ways of saving count the same."""
        return str(super().to_python(value) or "").replace("\r\n", "\n")

    def validate(self, value: Any) -> None:
        super().validate(value)
        if too_much := prose.surplus(value, self.limit):
            raise ValidationError(f"{too_much}删短以后才能保存，现在都还在这一格里。")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "data-limit": self.limit}


class NarrativeForm(WordsForm):
    """One narrative as plain text; `base` is the text its page was loaded with."""

    def __init__(self, section: Section, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key = section.key
        self.fields[section.key] = Measured(
            label=section.title,
            required=False,
            strip=False,
            widget=forms.Textarea(
                attrs={
                    "rows": 14,
                    "class": "words",
                    "spellcheck": "false",
                    "aria-labelledby": "section-title",
                    **({"aria-describedby": "words-hint"} if section.hint else {}),
                }
            ),
        )
        self.fields["base"] = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.form_show_labels = False
        self.helper.layout = Layout(Field(section.key), "base")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        try:
            prose.check([(self.fields[self.key].label or "", cleaned.get(self.key, ""))])
        except prose.ProseError as error:
            self.add_error(self.key, str(error))
        return cleaned


class HeadForm(WordsForm):
    """The optional parts around the six sections: to whom, the opening, who signs, and when."""

    addressee = Measured(label="称谓", required=False, limit=200, help_text="例如：市政府办公室：")
    preface = forms.CharField(
        label="引言",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="根据什么、统计期限从哪天到哪天、到哪里看电子版。",
    )
    signature = Measured(label="落款", required=False, limit=200, help_text="一般写机关全称。")
    date = Measured(label="成文日期", required=False, limit=40)
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    NAMES = ("addressee", "preface", "signature", "date")

    def __init__(self, year: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["date"].help_text = f"例如：{year + 1}年1月20日"
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*self.NAMES, "base")

    def clean_base(self) -> dict[str, str]:
        try:
            found = json.loads(self.cleaned_data["base"] or "{}")
        except (ValueError, RecursionError):
            return {}
        return {str(key): str(text) for key, text in found.items()} if isinstance(found, dict) else {}

    def clean_preface(self) -> str:
        text: str = self.cleaned_data["preface"]
        try:
            prose.check([("引言", text)])
        except prose.ProseError as error:
            raise ValidationError(str(error)) from error
        return text

    def clean_date(self) -> str:
        """As official documents write it, 2026年1月20日, without leading zeros, and a day that exists."""
        text = "".join(self.cleaned_data["date"].split())
        if not text:
            return ""
        try:
            year, rest = text.split("年")
            month, rest = rest.split("月")
            day, end = rest.split("日")
            found = date(int(year), int(month), int(day))
        except ValueError as error:
            raise ValidationError("请写成2026年1月20日这样，日子要真有。") from error
        if end:
            raise ValidationError("日期后面不要写别的。")
        return f"{found.year}年{found.month}月{found.day}日"


# --- An empty narrative --------------------------------------------------------------------------------


class StartForm(forms.Form):
    """The questions a narrative is begun with: a field for each answer, a box for each sentence the tables give."""

    def __init__(self, questions: Sequence[Question], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[f"answer:{question.key}"] = forms.CharField(
                label=f"{question.heading}：{question.ask}",
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            for number, sentence in enumerate(question.sentences):
                self.fields[f"take:{question.key}:{number}"] = forms.BooleanField(
                    label=f"写上表里的数：{sentence}", required=False, initial=True
                )
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    @property
    def text(self) -> str:
        """The narrative the answers make."""
        return starting.compose(self._answer(question) for question in self.questions)

    def _answer(self, question: Question) -> Answer:
        taken = [
            sentence
            for number, sentence in enumerate(question.sentences)
            if self.cleaned_data[f"take:{question.key}:{number}"]
        ]
        return Answer(question.heading, tuple(taken), self.cleaned_data[f"answer:{question.key}"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.text:
            raise ValidationError("还没有写。答一个问题就能起稿，没答的以后再补。")
        try:
            prose.check([("起稿", self.text)])
        except prose.ProseError as error:
            raise ValidationError(str(error)) from error
        return cleaned


class FigureField(forms.CharField):
    """A number as offices write it; `unit` says what it counts."""

    def __init__(self, unit: Unit, **kwargs: Any) -> None:
        super().__init__(
            **kwargs, widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        )
        self.unit = unit

    def clean(self, value: Any) -> Any:
        try:
            return parse_figure(str(value or ""), self.unit)
        except FigureError as error:
            raise ValidationError(str(error)) from error


class FeeForm(forms.Form):
    """The three numbers of the processing fee, from which its sentence is made."""

    notices = FigureField(Unit.COUNT, label="发出收费通知几件")
    asked = FigureField(Unit.AMOUNT, label="应收多少元")
    collected = FigureField(Unit.AMOUNT, label="收到多少元")

    def __init__(self, filing: Filing, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filing = filing
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    @property
    def text(self) -> str:
        """The sentence the numbers make."""
        return starting.fee_sentence(self._fee())

    def _fee(self) -> Fee:
        return Fee(**{name: self.cleaned_data[name] for name in ("notices", "asked", "collected")})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            for name, question in starting.fee_doubts(self._fee(), self.filing).items():
                self.add_error(name, question)
        return cleaned
