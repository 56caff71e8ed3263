"""A picture that stands between the paragraphs of a narrative."""

from __future__ import annotations

from django.db import models


class Picture(models.Model):
    """Picture `number` of a report, decoded and encoded anew as PNG; the text names it on a line of its own (［图1］).

    `caption` is printed below it, `alt` says for readers who cannot see it what it shows; sizes in pixels.
    """

    report = models.ForeignKey(
        "disclosure.Report", verbose_name="报告", on_delete=models.CASCADE, related_name="pictures"
    )
    number = models.PositiveSmallIntegerField("序号")
    caption = models.CharField("图题", max_length=100, blank=True)
    alt = models.CharField("替代文字", max_length=300)
    png = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "图片"
        ordering = ["report", "number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="picture_once")]

    def __str__(self) -> str:
        return f"图{self.number} {self.caption}"
