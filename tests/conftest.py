"""What holds for every test: none is skipped, and browser tests drive the system's own Chromium."""

import os
import shutil
import tempfile
from collections.abc import Generator
from typing import Any

import pytest
from hypothesis import settings

# A busy machine is no fault of the code: the time a single example takes decides nothing.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")

# Playwright keeps an event loop in the test's thread, in which Django otherwise refuses to touch the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_configure(config: pytest.Config) -> None:
    """A folder for what the processes of a run share, made and removed by the first of them."""
    if "TEST_RUN_FOLDER" not in os.environ:
        folder = tempfile.mkdtemp(prefix="disclosure-test-run-")
        os.environ["TEST_RUN_FOLDER"] = folder
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
        config.add_cleanup(lambda: os.environ.pop("TEST_RUN_FOLDER"))


def _fail_if_skipped(report: Any) -> None:
    """Turn a skipped or expected-to-fail report into a failure that says so."""
    if report.outcome == "skipped":
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{reason}\nA skipped test is a failed run: make it run, or take it out."


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """No test is skipped silently."""
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, Any, Any]:
    """No module of tests is skipped silently."""
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser: $CHROMIUM, or the one the system has."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path or not os.access(path, os.X_OK):
        pytest.fail("Chromium is missing. Install it: apt-get install chromium", pytrace=False)
    return path


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], chromium: str) -> dict[str, Any]:
    """How Playwright starts the browser."""
    return {**browser_type_launch_args, "executable_path": chromium, "args": CHROMIUM_ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """The office's screen: 1280 pixels wide, Chinese, Beijing time."""
    return {
        **browser_context_args,
        "viewport": {"width": 1280, "height": 900},
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
    }
