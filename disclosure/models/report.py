"""A report: one body, one year, six sections, and where it stands on its way."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from .. import formats
from ..filing import Figure, Filing, Picture
from ..formats.schema import Format
from ..marks import pictures_named, written_out
from .bureau import Bureau
from .rows import ROW_MODELS, address

if TYPE_CHECKING:
    from .publication import Publication


class State(models.TextChoices):
    """Where a report stands. 未开始 is the absence of a report; 已更正 is 已公布 with more than one edition.

    已撤下 is no place on the way: a report is taken down wherever its correction stands (`Report.withdrawn_at`).
    """

    DRAFT = "draft", "填报中"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "退回修改"
    APPROVED = "approved", "已通过"
    PUBLISHED = "published", "已公布"


EDITABLE = (State.DRAFT, State.RETURNED)
WORDS = ("preface", "addressee", "overview", "problems", "other", "signature", "date")
"""The fields that hold words: the parts around the sections, and the three narratives by their section keys."""


class Report(models.Model):
    """The report of one bureau on one year.

    `declared`  table key → the cells that became zero when the table was declared empty (本年无此项).
    `unread`    cell key → what was typed there and is no figure; the cell itself stays empty.
    `imported`  what an import had to say: source, differences in wording, passages it could not read.
    `revision`  counts every change of content; `edition` the number of the newest publication (0: none).
    `withdrawn_at`  since when its editions are taken down (已撤下), whatever its state; the next edition ends it.
    `down_through`  the editions up to this number were taken down, and stay down when the next one is published.
    `pictures_given`  the highest number a picture ever had here: none is given twice, or an old mark would show another.
    """

    bureau = models.ForeignKey(Bureau, verbose_name="单位", on_delete=models.PROTECT, related_name="reports")
    year = models.PositiveSmallIntegerField("报告年度")
    format_id = models.CharField("格式", max_length=40)
    state = models.CharField("状态", max_length=20, choices=State.choices, default=State.DRAFT)

    addressee = models.CharField("称谓", max_length=200, blank=True)
    preface = models.TextField("引言", blank=True)
    overview = models.TextField("总体情况", blank=True)
    problems = models.TextField("存在的主要问题及改进情况", blank=True)
    other = models.TextField("其他需要报告的事项", blank=True)
    signature = models.CharField("落款", max_length=200, blank=True)
    date = models.CharField("成文日期", max_length=40, blank=True)

    declared = models.JSONField(default=dict, blank=True)
    unread = models.JSONField(default=dict, blank=True)
    imported = models.JSONField(default=dict, blank=True)

    revision = models.PositiveIntegerField(default=0)
    edition = models.PositiveIntegerField(default=0)
    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True)
    down_through = models.PositiveIntegerField(default=0)
    pictures_given = models.PositiveIntegerField(default=0)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_digest = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    earlier_damaged = False
    """Noted on it for the page that shows it: last year's file is not the one that was published (`earlier`)."""

    class Meta:
        verbose_name = verbose_name_plural = "年度报告"
        ordering = ["-year", "bureau__spoken"]
        constraints = [models.UniqueConstraint(fields=["bureau", "year"], name="report_once")]
        # What a list of a year counts by, so that no report is read for it.
        indexes = [models.Index(fields=["year", "edition", "withdrawn_at", "bureau"], name="report_by_year")]

    def __str__(self) -> str:
        return f"{self.bureau}{self.year}年年度报告"

    @property
    def format(self) -> Format:
        return formats.get(self.format_id)

    @property
    def editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def corrected(self) -> bool:
        """Published more than once: shown as 已更正."""
        return self.state == State.PUBLISHED and self.edition > 1

    @property
    def withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def state_label(self) -> str:
        if self.withdrawn and self.state == State.PUBLISHED:
            return "已撤下"
        return "已更正" if self.corrected else State(self.state).label

    @property
    def current(self) -> Publication | None:
        """The newest edition, None as long as nothing was published."""
        return self.publications.order_by("-number").first()

    def filing(self) -> Filing:
        """What the report says at this moment, as the value that is checked, approved and printed."""
        filing = self.draft()
        if not any("{" in text for text in filing.sections.values()):
            return filing
        written = {key: written_out(text, self.format, filing.value) for key, text in filing.sections.items()}
        return replace(filing, sections=written)

    def draft(self) -> Filing:
        """The same as it was typed: figures that follow a table stand in the text as their marks."""
        form = self.format
        return Filing(
            format=form,
            body=self.bureau.name,
            year=self.year,
            figures={key: value for table in form.tables for key, value in self.figures_of(table).items()},
            sections={section.key: getattr(self, section.key) for section in form.narratives},
            preface=self.preface,
            addressee=self.addressee,
            signature=self.signature,
            date=self.date,
            unread=dict(self.unread),
            declared=frozenset(self.declared),
            pictures=self._pictures(form),
        )

    def _pictures(self, form: Format) -> tuple[Picture, ...]:
        """The pictures the words name; asked for only where they name any."""
        named = pictures_named([self.preface, *(getattr(self, section.key) for section in form.narratives)])
        return tuple(
            Picture(p.number, bytes(p.png), p.width, p.height, p.alt, p.caption)
            for p in (self.pictures.filter(number__in=named) if named else ())
        )

    def figures_of(self, table: str, keys: Collection[str] | None = None) -> dict[str, Figure]:
        """The figures entered in one table, by cell key; `keys`: in these cells of it only."""
        rows = ROW_MODELS[table]._default_manager.filter(report=self)
        if keys is None:
            keys = [place.key for place in self.format.tables[table].entered]
        else:
            rows = rows.filter(row__in={address(key)[1] for key in keys})
        lines = {line["row"]: line for line in rows.values()}
        found = {}
        for key in keys:
            _, row, column = address(key)
            value = lines[row][column] if row in lines else None
            if value is not None:
                found[key] = plain(value)
        return found


def plain(value: int | Decimal) -> Figure:
    """A stored figure without the zeros the database appends: 59237.244900 → 59237.2449."""
    if isinstance(value, Decimal):
        return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    return value
