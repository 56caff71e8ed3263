"""The rows of the three official tables, with typed columns that mirror them. Empty is not zero."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.constraints import BaseConstraint

from ..filing import Figure

if TYPE_CHECKING:
    from .report import Report


def _count(label: str) -> models.BigIntegerField:
    return models.BigIntegerField(label, null=True, blank=True)


def _amount(label: str) -> models.DecimalField:
    """An amount; six decimals of 万元 reach one 分."""
    return models.DecimalField(label, max_digits=20, decimal_places=6, null=True, blank=True)


def _constraints(model: str, *columns: str) -> list[BaseConstraint]:
    """One row per report and key; no figure below zero in these columns."""
    unique = models.UniqueConstraint(fields=["report", "row"], name=f"{model}_once")
    signs = [
        models.CheckConstraint(
            condition=Q(**{f"{c}__isnull": True}) | Q(**{f"{c}__gte": 0}), name=f"{model}_{c}"
        )
        for c in columns
    ]
    return [unique, *signs]


class OfficialRow(models.Model):
    """A row of an official table in one report; `row` is the key the format gives it."""

    report = models.ForeignKey("disclosure.Report", on_delete=models.CASCADE, related_name="%(class)ss")
    row = models.CharField(max_length=60)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.report_id} {self.row}"


class DisclosureRow(OfficialRow):
    """A row of section two. Each format uses some of the columns."""

    issued = _count("本年制发")
    repealed = _count("本年废止")
    in_force = _count("现行有效")
    made = _count("本年新制作")
    published = _count("本年新公开")
    published_total = _count("对外公开总数")
    previous = _count("上一年项目")
    change = _count("增减")
    decisions = _count("处理决定")
    projects = _count("采购项目")
    amount = _amount("金额")

    class Meta:
        constraints = _constraints(
            "disclosurerow",
            *("issued", "repealed", "in_force", "made", "published", "published_total"),
            *("previous", "decisions", "projects", "amount"),
        )


class RequestRow(OfficialRow):
    """A row of section three: six kinds of applicant; the total is derived."""

    natural_person = _count("自然人")
    enterprise = _count("企业")
    research_institute = _count("科研")
    social_welfare_organisation = _count("公益")
    legal_service = _count("法律服务")
    other = _count("其他")

    class Meta:
        constraints = _constraints(
            "requestrow",
            *("natural_person", "enterprise", "research_institute"),
            *("social_welfare_organisation", "legal_service", "other"),
        )


class CaseRow(OfficialRow):
    """A block of section four (review, direct_suit, suit_after_review): four outcomes; the total is derived."""

    upheld = _count("维持")
    corrected = _count("纠正")
    other = _count("其他")
    pending = _count("未审结")

    class Meta:
        constraints = _constraints("caserow", "upheld", "corrected", "other", "pending")


ROW_MODELS: dict[str, type[OfficialRow]] = {
    "disclosure": DisclosureRow,
    "requests": RequestRow,
    "cases": CaseRow,
}
"""The model that stores each table, by the table's key."""


def address(key: str) -> tuple[str, str, str]:
    """Where a cell is stored: (table, row, column) of `requests.refused.state_secret.natural_person`."""
    table, rest = key.split(".", 1)
    row, column = rest.rsplit(".", 1)
    return table, row, column


def store(report: Report, table: str, figures: Mapping[str, Figure | None]) -> None:
    """Write figures into the rows of one table, by cell key; None empties a cell, other cells stay as they are."""
    model = ROW_MODELS[table]
    lines: dict[str, dict[str, Figure | None]] = {}
    for key, value in figures.items():
        _, row, column = address(key)
        lines.setdefault(row, {})[column] = value
    of_report = model._default_manager.filter(report=report)
    # One line, as while somebody types, is there nearly always; of a whole table it is worth asking.
    there = lines.keys() if len(lines) == 1 else set(of_report.values_list("row", flat=True))
    fresh = [
        row for row, line in lines.items() if row not in there or not of_report.filter(row=row).update(**line)
    ]
    model._default_manager.bulk_create([model(report=report, row=row, **lines[row]) for row in fresh])
