"""The signer the site is set up with, what is wrong with its set-up before anybody publishes, and how long it is waited for."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from django.conf import settings
from django.core import checks
from django.utils.module_loading import import_string

from . import Signer, SigningError

ENDS_SOON = timedelta(days=60)
"""How long before its certificate ends a signature is warned of: a new one takes weeks to be issued."""
_HINT = "reportsite/settings.py的开头写着SIGNING怎么设。"
T = TypeVar("T")
logger = logging.getLogger(__name__)


def signer() -> Signer | None:
    """Who signs what is published; None where nobody does. Raises SigningError for a set-up that cannot sign."""
    if not settings.SIGNING["by"]:
        return None
    return _in_time(partial(_made, str(sorted(settings.SIGNING.items()))))


def signed(pdf: bytes, by: Signer) -> bytes:
    """The file with a signature behind it. Raises SigningError, also where the signer fails in its own way or hangs.

    After a failure the set-up is read anew, so that a key that was replaced or a token that was plugged in works at once.
    """
    try:
        made = _in_time(partial(by.sign, pdf))
        if not made.startswith(pdf) or len(made) == len(pdf):
            raise SigningError("签名没有加在文件后面，不能用。")
    except SigningError:
        _made.cache_clear()
        raise
    return made


def _in_time(work: Callable[[], T]) -> T:
    """What the work gives, done in a thread of its own: it may hang, and may run an event loop. Raises SigningError."""
    done: SimpleQueue[tuple[T | None, Exception | None]] = SimpleQueue()
    Thread(target=_into, args=(done, work), daemon=True, name="signing").start()
    try:
        result, error = done.get(timeout=settings.SIGNING_TIMEOUT)
    except Empty:
        logger.error(
            "Signing did not answer within %s seconds; nothing was signed.", settings.SIGNING_TIMEOUT
        )
        raise SigningError(f"签名等了{settings.SIGNING_TIMEOUT}秒没有回音，请过一会儿再试。") from None
    if isinstance(error, SigningError):
        logger.error("Nothing was signed: %s", error.__cause__ or error)
        raise error
    if error is not None:  # whatever a device or a service says, nothing unsigned is published in its place
        logger.error("Nothing was signed.", exc_info=error)
        raise SigningError(f"签名没有做成：{type(error).__name__}。请管理员看日志。") from error
    return result  # type: ignore[return-value]


def _into(done: SimpleQueue[tuple[Any, Exception | None]], work: Callable[[], Any]) -> None:
    try:
        done.put((work(), None))
    except Exception as error:
        done.put((None, error))


@cache
def _made(settings_as_they_are: str) -> Signer:
    """One signer for one set-up: reading a key takes its time."""
    said = settings.SIGNING
    try:
        if said["by"] == "file":
            return _from_file(said)
        if said["by"] == "pkcs11":
            return _from_token(said)
        made: Signer = import_string(said["by"])()
    except ImportError as error:
        raise SigningError(
            f"签名用的程序没有装（{error.name or error}）。请装requirements/signing.txt，或看SIGNING写得对不对。"
        ) from error
    return made


def _from_file(said: dict[str, str]) -> Signer:
    from .pades import FileSigner

    return FileSigner(
        Path(said["certificate"]), _path(said["key"]), _path(said["chain"]), _secret(said["password_file"])
    )


def _from_token(said: dict[str, str]) -> Signer:
    from .token import Token, TokenSigner

    return TokenSigner(
        Token(
            library=Path(said["module"]),
            label=said["token"],
            pin=_secret(said["password_file"]),
            key=said["key"],
            certificate=_path(said["certificate"]),
            chain=_path(said["chain"]),
        )
    )


def _path(said: str) -> Path | None:
    return Path(said) if said else None


def _secret(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8").strip() if file else ""
    except (OSError, UnicodeDecodeError) as error:
        raise SigningError(f"口令文件{file}读不出来。") from error


def check_signing(app_configs: Any, **options: Any) -> list[checks.CheckMessage]:
    """A system check: a site that is to sign can sign, and will for a while.

    Warnings only: whoever verifies the ledger or records its head needs no key. Every command prints them, so that the
    daily one tells in time.
    """
    try:
        by = signer()
    except SigningError as error:
        return [checks.Warning(f"{error}现在不能公布。", hint=_HINT, id="disclosure.W001")]
    until = getattr(by, "until", None)
    if until is None or until - datetime.now(UTC) > ENDS_SOON:
        return []
    said = f"签名证书{until:%Y-%m-%d}到期，到期以后不能公布。请换新的证书。"
    return [checks.Warning(said, hint=_HINT, id="disclosure.W002")]
