"""The application as Django knows it."""

from django.apps import AppConfig
from django.core import checks


class DisclosureConfig(AppConfig):
    """政府信息公开工作年度报告."""

    name = "disclosure"
    verbose_name = "政府信息公开年报"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the signature looked at with everything else that is checked before the site serves."""
        from .signing.configured import check_signing

        checks.register(check_signing)
