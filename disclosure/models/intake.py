"""A document that was read for a report and waits until somebody has looked at what it would bring in."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Intake(models.Model):
    """One document handed in for a report; at most one waits at a time, and nothing of it is in the report yet.

    `content`   the bytes that were handed in, `sha256` their digest.
    `document`  the lines and cells the reader found, `imported` the report the recogniser made of them (JSON).
    `base`      cell or field key → what the document was filled in from, for a workbook that was taken out before.
    """

    report = models.OneToOneField(
        "disclosure.Report", verbose_name="报告", on_delete=models.CASCADE, related_name="intake"
    )
    name = models.CharField("文件名", max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    document = models.JSONField(default=dict)
    imported = models.JSONField(default=dict)
    base = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="经办人", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "待确认的文件"
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.name
