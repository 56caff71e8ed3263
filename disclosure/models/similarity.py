"""Marks of the text of reports, small enough to compare each report with every other one."""

from __future__ import annotations

from django.db import models


class TextMark(models.Model):
    """One sampled piece of a narrative of a report, as a 63-bit number; equal pieces have equal numbers."""

    report = models.ForeignKey(
        "disclosure.Report", verbose_name="报告", on_delete=models.CASCADE, related_name="text_marks"
    )
    section = models.CharField(max_length=40)
    mark = models.BigIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = "文字指纹"
        constraints = [models.UniqueConstraint(fields=["report", "section", "mark"], name="text_mark_once")]
        indexes = [models.Index(fields=["mark", "section"], name="text_mark")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.section} {self.mark}"
