"""Settings of the site: everything a deployment decides comes from the environment, and the defaults are the safe ones.

Variables, all optional unless said otherwise:

SECRET_KEY            required; or a file named by SECRET_KEY_FILE (var/secret_key, made by script/demo)
DEBUG                 development only: plain static files, error pages with source, a built-in key
HTTPS                 whether visitors reach the site by https; on unless DEBUG
ALLOWED_HOSTS         host names, comma-separated; required to serve
CSRF_TRUSTED_ORIGINS  https://host[:port], comma-separated, where a proxy changes the host or the port
PROXY_COUNT           how many proxies of our own stand before the application (0); see below
DATABASE_URL          postgres://user:password@host:5432/name or sqlite:///path; var/db.sqlite3 by default
DATABASE_POOL_SIZE    PostgreSQL connections kept by each process (8)
STATIC_ROOT           where collectstatic puts the static files (var/static)
PUBLISHED_ROOT        where copies of published files lie for a web server to hand over (var/published)
ACCEL_PREFIX          the internal address of that folder in nginx (/_published/), which switches this on
LOG_LEVEL             INFO
HSTS_SECONDS, HSTS_SUBDOMAINS, HSTS_PRELOAD   a year, true, true
SITE_URL              https://host of the public pages, printed with the verification code of each edition
OPEN_DATA_ROOT        where the files of whole years are kept once made (var/open-data)
OPEN_DATA_LICENCE     on what terms the data may be used, and where it comes from
SIGNING               who signs the PDFs that are published: file, pkcs11, or the dotted path of a signer of the site's own
SIGNING_CERTIFICATE, SIGNING_KEY, SIGNING_CHAIN   file: PEM files, or one PKCS#12 file as the certificate;
                      pkcs11: SIGNING_KEY is the label of the key, the certificate a file where the token has none
SIGNING_MODULE, SIGNING_TOKEN   pkcs11: the library of the device, the label of the token
SIGNING_PASSWORD_FILE the file with the password of the key, or the PIN of the token
SIGNING_TIMEOUT       seconds a signature is waited for before the publication is given up (60)
SEAL_DIR              folder of seals as CODE.png, drawn over signature and date of what these bodies publish
SITE_NAME, SITE_OPERATOR (主办单位), SITE_ID_CODE (网站标识码), SITE_ICP (ICP备案号),
SITE_POLICE_RECORD (公安备案号), SITE_PHONE (联系电话)   printed at the foot of every page
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"

env = environ.Env()


def secret_key(debug: bool) -> str:
    """The signing key: from SECRET_KEY, else from the key file; a built-in one only while developing."""
    key = env.str("SECRET_KEY", default="")
    file = Path(env.str("SECRET_KEY_FILE", default=str(VAR / "secret_key")))
    if not key and file.is_file():
        key = file.read_text(encoding="ascii").strip()
    if not key and debug:
        key = "for-development-only-never-for-a-site-that-anyone-can-reach"
    if not key:
        raise ImproperlyConfigured(
            f"SECRET_KEY is not set and {file} does not exist. Set SECRET_KEY to 50 or more random "
            "characters, or run script/demo --no-server, which makes the file. "
            "DEBUG=1 uses a built-in key, for development only."
        )
    return key


def database() -> dict[str, Any]:
    """The one database: SQLite in var/ unless DATABASE_URL says otherwise."""
    settings: dict[str, Any] = env.db("DATABASE_URL", default=f"sqlite:///{VAR / 'db.sqlite3'}")
    options = settings.setdefault("OPTIONS", {})
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        if settings["NAME"] != ":memory:":
            path = BASE_DIR / settings["NAME"]
            path.parent.mkdir(parents=True, exist_ok=True)
            settings["NAME"] = path
        # Kept by its thread: opening the file costs half of what saving a cell does, and the last one to close it
        # writes the whole WAL back into the database, with every other save waiting. Not kept for ever, so that a
        # server that was forgotten when a backup was put in place of the file meets the new one.
        settings["CONN_MAX_AGE"] = 60
        # A transaction takes the write lock when it begins, so that a read followed by a write waits for
        # its turn instead of failing with "database is locked"; WAL lets readers go on meanwhile.
        options.update(
            transaction_mode="IMMEDIATE",
            timeout=20,
            init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
        )
    elif settings["ENGINE"] == "django.db.backends.postgresql":
        # The pool keeps the connections, so Django must not: CONN_MAX_AGE stays 0.
        settings["CONN_MAX_AGE"] = 0
        size = env.int("DATABASE_POOL_SIZE", default=8)
        options["pool"] = {"min_size": 1, "max_size": size, "timeout": 10}
    return settings


DEBUG = env.bool("DEBUG", default=False)
HTTPS = env.bool("HTTPS", default=not DEBUG)
SECRET_KEY = secret_key(DEBUG)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "disclosure",
    "crispy_forms",
    "crispy_bootstrap5",
    "reportsite.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "reportsite.headers.permissions_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "reportsite.leading.lead_back",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "reportsite.urls"
WSGI_APPLICATION = "reportsite.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "reportsite.context.site",
                "disclosure.context_processors.member",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Language and time: the office's own ---------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# --- Static files: named by their content, compressed and cached for ever ------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"] if (BASE_DIR / "static").is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Published files: from the database, or by nginx from a folder (reportsite/nginx).
PUBLISHED_ROOT = Path(env.str("PUBLISHED_ROOT", default=str(VAR / "published")))
ACCEL_PREFIX = env.str("ACCEL_PREFIX", default="")

# --- Who may come in -----------------------------------------------------------------------------------

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "reportsite.accounts.WithMember",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Ten wrong passwords for one name from one address close that pair for a quarter of an hour. The name alone
# is never closed: nobody may shut a colleague out from elsewhere.
PROXY_COUNT = env.int("PROXY_COUNT", default=0)
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "reportsite.proxy.client_address"
AXES_LOCKOUT_TEMPLATE = "registration/lockout.html"
AXES_VERBOSE = False

# A working day from log-in; the cookie is out of reach of scripts.
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"

# --- What a browser is told ----------------------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=365 * 24 * 60 * 60) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=True)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Behind a proxy (PROXY_COUNT ≥ 1), the proxy must set X-Forwarded-Proto and append to X-Forwarded-For itself;
# without a proxy both headers are a visitor's invention and are ignored.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_COUNT else None
# For browsers too old for frame-ancestors below, which stands in its place everywhere else and lets the
# preview of a report be a frame of our own.
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
    },
}

# --- How much may be sent: the largest table has about 400 fields, a report's words some 100 KB ----------

DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_HANDLERS = ["reportsite.uploads.MemoryOnly"]
FILE_UPLOAD_PERMISSIONS = 0o640

# --- Logging: to standard error, for whatever runs the process to keep ---------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "disclosure": {"level": env.str("LOG_LEVEL", default="INFO")},
        "django": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO"), "propagate": False},
    },
}

# --- What the foot of every page says about the site ---------------------------------------------------

OPEN_DATA_ROOT = env.str("OPEN_DATA_ROOT", default=str(VAR / "open-data"))
OPEN_DATA_LICENCE = env.str(
    "OPEN_DATA_LICENCE",
    default="这些数据取自各单位依法公布的政府信息公开工作年度报告，可以自由使用，请注明出处和版次的验证码。\n"
    "数据由各单位填报、主管部门审核；合计由程序相加。更正和撤下随时反映，引用时以验证码对应的版本为准。",
)
SIGNING = {
    "by": env.str("SIGNING", default=""),
    **{
        name: env.str(f"SIGNING_{name.upper()}", default="")
        for name in ("certificate", "key", "chain", "module", "token", "password_file")
    },
}
SIGNING_TIMEOUT = env.int("SIGNING_TIMEOUT", default=60)
SEAL_DIR = env.str("SEAL_DIR", default="")
SITE_URL = env.str("SITE_URL", default="").rstrip("/")
SITE = {
    "name": env.str("SITE_NAME", default="政府信息公开年报"),
    "operator": env.str("SITE_OPERATOR", default=""),
    "id_code": env.str("SITE_ID_CODE", default=""),
    "icp": env.str("SITE_ICP", default=""),
    "police_record": env.str("SITE_POLICE_RECORD", default=""),
    "phone": env.str("SITE_PHONE", default=""),
}
