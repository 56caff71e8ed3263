"""A filing season: the year reported on, and until when."""

from __future__ import annotations

from datetime import date

from django.db import models


class Season(models.Model):
    """One reporting year. `deadline` is the statutory 31 January (条例第四十九条); a city may agree on an earlier day."""

    year = models.PositiveSmallIntegerField("报告年度", unique=True)
    deadline = models.DateField("法定期限")
    local_deadline = models.DateField("本地送审期限", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "填报季"
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.year}年"

    def days_left(self, today: date) -> int:
        """Whole days until the statutory deadline; negative once it has passed."""
        return (self.deadline - today).days
