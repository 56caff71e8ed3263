"""What every template may say about the site itself."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, dict[str, str]]:
    """Give templates ``site``: name, operator, id_code, icp, police_record, phone (see settings.SITE)."""
    return {"site": settings.SITE}
