"""A published edition: the filing and the bytes the public downloads, which never change."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Publication(models.Model):
    """Edition `number` of a report. The bytes are stored as they were made; every digest is the SHA-256 of its bytes.

    `reason` says why a correction was made (empty for the first edition). `reasons` holds what the filer said publicly
    of single findings. An edition taken over from the time before this system keeps the document it was read from
    (`source`) and what the rules say of it (`findings`); both are empty otherwise.
    """

    report = models.ForeignKey(
        "disclosure.Report", verbose_name="报告", on_delete=models.PROTECT, related_name="publications"
    )
    number = models.PositiveIntegerField("版次")
    title = models.CharField("标题", max_length=200)
    filing = models.JSONField()
    json = models.BinaryField()
    html = models.BinaryField()
    pdf = models.BinaryField()
    json_sha256 = models.CharField(max_length=64)
    html_sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64)
    reason = models.TextField("更正原因", blank=True)
    reasons = models.JSONField(default=list, blank=True)
    findings = models.JSONField(default=list, blank=True)
    source_name = models.CharField("原文件", max_length=200, blank=True)
    source = models.BinaryField(null=True)
    source_sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="公布人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("公布时间")

    class Meta:
        verbose_name = verbose_name_plural = "公布的版本"
        ordering = ["report", "-number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="publication_once")]

    def __str__(self) -> str:
        return f"{self.title}（第{self.number}版）"
