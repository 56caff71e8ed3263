"""What happened to a report: who did what, when, from which state to which, and what they said. Only ever added to."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Event(models.Model):
    """One act. `digest` is the content the act saw, `rules` the digest of the rules that were run over it,
    `edition` the number of the publication it made (0: none).
    """

    report = models.ForeignKey(
        "disclosure.Report", verbose_name="报告", on_delete=models.PROTECT, related_name="events"
    )
    action = models.CharField("事项", max_length=30)
    source = models.CharField("原状态", max_length=20, blank=True)
    target = models.CharField("新状态", max_length=20)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="经办人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("时间", auto_now_add=True)
    note = models.TextField("说明", blank=True)
    digest = models.CharField(max_length=64, blank=True)
    rules = models.CharField(max_length=64, blank=True)
    revision = models.PositiveIntegerField(default=0)
    edition = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "办理记录"
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.action} {self.at:%Y-%m-%d %H:%M}"
