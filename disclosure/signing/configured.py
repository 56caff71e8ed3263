"""The signer the site is set up with, and what is wrong with its set-up before anybody publishes."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.utils.module_loading import import_string

from . import Signer, SigningError


def signer() -> Signer | None:
    """Who signs what is published; None where nobody does. Raises SigningError for a set-up that cannot sign."""
    return _made(str(sorted(settings.SIGNING.items()))) if settings.SIGNING["by"] else None


@cache
def _made(settings_as_they_are: str) -> Signer:
    """One signer for one set-up: reading a key or opening a token takes its time."""
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
    from .pades import Token, TokenSigner

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
    except OSError as error:
        raise SigningError(f"口令文件{file}读不出来。") from error


def check_signing(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """A system check: a site that is to sign can sign."""
    try:
        signer()
    except SigningError as error:
        return [
            Error(str(error), hint="reportsite/settings.py的开头写着SIGNING怎么设。", id="disclosure.E001")
        ]
    return []
