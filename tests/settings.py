"""The site's settings for a test run: a database of its own in a temporary directory, quick password hashing."""

import os
import shutil
import tempfile
from multiprocessing import util as multiprocessing_util
from pathlib import Path

os.environ.setdefault("DEBUG", "1")
os.environ["SECRET_KEY"] = "a-key-for-tests-only-that-signs-nothing-anyone-will-ever-see"

from reportsite.settings import *  # noqa: F403
from reportsite.settings import DATABASES

directory = Path(tempfile.mkdtemp(prefix="disclosure-tests-"))
# Removed at the end of this process and not of the processes it forks.
multiprocessing_util.Finalize(None, shutil.rmtree, args=(directory, True), exitpriority=0)

# SQLite tests run on a file, as the site does: a database in memory knows neither WAL nor two writers.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(directory / "test.sqlite3")}

OPEN_DATA_ROOT = str(directory / "open-data")
STATIC_ROOT = directory / "static"
STATIC_ROOT.mkdir()

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# The test client logs in without a request, which the throttle refuses; its own test switches it on.
AXES_ENABLED = False
