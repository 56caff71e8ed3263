"""What a page must not have: anything axe complains of."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

RUN = "() => axe.run({ resultTypes: ['violations'] }).then(({ violations }) => ({ violations }))"
"""All rules of axe; what it complains of comes back, and not the long list of what is well."""


def complaints_of_axe(page: Page) -> AxeResults:
    """What axe says of a page as it is now, into which it is put once, however often the page is looked at."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return AxeResults(page.evaluate(RUN))


def faultless(page: Page, where: str = "") -> None:
    """Nothing axe complains of on the page as it is now.

    A click that leads on is not waited for by Playwright: what is asked here before the new page came would be asked
    of the old one, or of a page that is half there. So whoever clicks first sees something of the page it leads to.
    """
    page.wait_for_load_state()
    results = complaints_of_axe(page)
    assert results.violations_count == 0, f"{where} {results.generate_report()}"
