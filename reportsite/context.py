"""What every template may say about the site itself."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Give templates ``this_site`` (name, operator, id_code, icp, police_record, phone: see settings.SITE), ``site_url`` (the
    address of the public pages, "" where none is set), ``site_domain`` (its host) and ``exported``.

    It is not called ``site`` because Django's views of accounts put the name of the host there. ``exported`` is true for a
    page drawn for the static site, where nobody logs in or searches.
    """
    return {
        "this_site": settings.SITE,
        "site_url": settings.SITE_URL,
        "site_domain": urlsplit(settings.SITE_URL).hostname or "",
        "exported": getattr(request, "exported", False),
    }
