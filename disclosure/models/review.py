"""The talk about a report while it is reviewed: reasons given for queries, and remarks that ask for a change."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Reason(models.Model):
    """Why a query (请核实) may stand as it is, in the filer's own words.

    It belongs to the finding with this fingerprint, so it falls away as soon as a number of the finding changes.
    A supervisor accepts it (认可) or asks for a change (see Remark). `public` ones are published with the report.
    """

    report = models.ForeignKey(
        "disclosure.Report", verbose_name="报告", on_delete=models.CASCADE, related_name="reasons"
    )
    fingerprint = models.CharField(max_length=64)
    rule = models.CharField("规则", max_length=60)
    text = models.TextField("说明")
    public = models.BooleanField("随报告公开", default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="填写人", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("时间", auto_now=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="认可人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    accepted_at = models.DateTimeField("认可时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "核实说明"
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["report", "fingerprint"], name="reason_once")]

    def __str__(self) -> str:
        return f"{self.rule} {self.text[:20]}"


class Remark(models.Model):
    """A supervisor's point on a report. `place` is a cell key, a section key or "" for the whole report.

    `fingerprint` names the finding the point was made on, if any. A point is open until the supervisor closes it.
    """

    report = models.ForeignKey(
        "disclosure.Report", verbose_name="报告", on_delete=models.CASCADE, related_name="remarks"
    )
    place = models.CharField(max_length=80, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    text = models.TextField("批注")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="审核人", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("时间", auto_now_add=True)
    closed_at = models.DateTimeField("了结时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "批注"
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:30]
