"""A published edition: the filing and the bytes the public downloads, which never change."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Publication(models.Model):
    """Edition `number` of a report. The bytes are stored as they were made; every digest is the SHA-256 of its bytes.

    `reason` says why a correction was made (empty for the first edition).
    """

    report = models.ForeignKey("disclosure.Report", on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    filing = models.JSONField()
    json = models.BinaryField()
    html = models.BinaryField()
    pdf = models.BinaryField()
    json_sha256 = models.CharField(max_length=64)
    html_sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["report", "-number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="publication_once")]

    def __str__(self) -> str:
        return f"{self.title}（第{self.number}版）"
