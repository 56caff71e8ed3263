"""The application as Django knows it."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """政府信息公开工作年度报告."""

    name = "disclosure"
    verbose_name = "政府信息公开年报"
    default_auto_field = "django.db.models.BigAutoField"
