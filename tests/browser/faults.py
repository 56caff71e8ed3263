"""What a page must not have: anything axe complains of."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def faultless(page: Page, where: str = "") -> None:
    """Nothing axe complains of on the page as it is now.

    A click that leads on is not waited for by Playwright: what is asked here before the new page came would be asked
    of the old one, or of a page that is half there. So whoever clicks first sees something of the page it leads to.
    """
    page.wait_for_load_state()
    results = Axe().run(page)
    assert results.violations_count == 0, f"{where} {results.generate_report()}"
