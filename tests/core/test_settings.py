"""The settings of a real site: safe unless told otherwise, and it does not start without a key of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ASKED = ("DEBUG", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS")


def start(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run code with the site's settings and only these variables."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", f"from reportsite import settings\n{code}"],
        cwd=ROOT,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def value(expression: str, **environment: str) -> object:
    done = start(f"import json; print(json.dumps({expression}, default=str))", **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_it_does_not_start_without_a_key(tmp_path: Path) -> None:
    done = start("", SECRET_KEY_FILE=str(tmp_path / "none"))
    assert done.returncode != 0
    assert "SECRET_KEY is not set" in done.stderr.splitlines()[-1]


def test_the_key_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("words of a key\n", encoding="ascii")
    assert value("settings.SECRET_KEY", SECRET_KEY_FILE=str(tmp_path / "key")) == "words of a key"


def test_a_real_site_speaks_https_only() -> None:
    answers = value(f"{{name: getattr(settings, name) for name in {ASKED!r}}}", SECRET_KEY="k" * 50)
    assert answers == {
        "DEBUG": False,
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 31536000,
    }


def test_sqlite_waits_for_its_turn(tmp_path: Path) -> None:
    database = value(
        "settings.DATABASES['default']", SECRET_KEY="k", DATABASE_URL=f"sqlite:///{tmp_path}/new/site.sqlite3"
    )
    assert database["NAME"] == f"{tmp_path}/new/site.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]


def test_sqlite_stays_open_between_requests(tmp_path: Path) -> None:
    database = value(
        "settings.DATABASES['default']", SECRET_KEY="k", DATABASE_URL=f"sqlite:///{tmp_path}/site.sqlite3"
    )
    assert database["CONN_MAX_AGE"] == 60, "the last to close the file would write the WAL back each time"


def test_postgresql_keeps_a_pool() -> None:
    database = value("settings.DATABASES['default']", SECRET_KEY="k", DATABASE_URL="postgres://u:p@h:5433/n")
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("h", 5433, "n")
    assert database["CONN_MAX_AGE"] == 0
    assert database["OPTIONS"]["pool"]["max_size"] == 8


@pytest.mark.parametrize("directive", ["unsafe-inline", "unsafe-eval", "http:", "https:", "*"])
def test_the_content_policy_has_no_hole(directive: str) -> None:
    policy = value("settings.CONTENT_SECURITY_POLICY", SECRET_KEY="k")
    assert policy["DIRECTIVES"]["default-src"] == ["'none'"]
    assert directive not in str(policy)
