"""A signer with a key in a PKCS#11 token."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

import pkcs11
from asn1crypto.x509 import Certificate  # type: ignore[import-untyped]
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

from . import SigningError
from .pades import certificate_in, certificates, check_certificate, signed, subject

_TURN = Lock()
"""All sessions of a process share one log-in: the end of one would log another out in the middle of its signature."""
_REFUSED: set[str] = set()
"""PINs a token refused. They are not tried again, because a token locks itself after a few wrong ones."""


@dataclass(frozen=True)
class Token:
    """A PKCS#11 token: the library that speaks to it, its label, its PIN, and the label of key and certificate."""

    library: Path
    label: str
    pin: str
    key: str
    certificate: Path | None = None
    chain: Path | None = None


class TokenSigner:
    """A key that never leaves its token; a session is opened for each signature. Raises SigningError.

    Making one does not log in: what only looks at the set-up spends none of the tries the token allows.
    """

    def __init__(self, token: Token) -> None:
        if not token.library.is_file():
            raise SigningError(f"没有密码设备的程序库{token.library}。")
        self._token = token
        self._chain = certificates(token.chain) if token.chain else []
        self._certificate = certificate_in(token.certificate) if token.certificate else self._in_token()
        check_certificate(self._certificate)
        self.identity = subject(self._certificate)
        self.until: datetime | None = self._certificate.not_valid_after

    def sign(self, pdf: bytes) -> bytes:
        """The file with a signature behind it. Raises SigningError."""
        with _session(self._token) as session:
            signer = PKCS11Signer(
                session, signing_cert=self._certificate, key_label=self._token.key, ca_chain=self._chain
            )
            return signed(pdf, signer)

    def _in_token(self) -> Certificate:
        with _session(replace(self._token, pin="")) as session:
            return PKCS11Signer(session, cert_label=self._token.key).signing_cert


@contextmanager
def _session(token: Token) -> Iterator[Any]:
    """A session of the token, logged in where there is a PIN; one at a time. Raises SigningError."""
    tried = hashlib.sha256(f"{token.label}/{token.pin}".encode()).hexdigest()
    if token.pin and tried in _REFUSED:
        raise SigningError("密码设备的口令不对。为免设备锁死没有再试，请改口令文件。")
    with _TURN:
        try:
            with open_pkcs11_session(
                str(token.library),
                token_criteria=TokenCriteria(label=token.label),
                user_pin=token.pin or None,
            ) as session:
                yield session
        except pkcs11.PinIncorrect as error:
            _REFUSED.add(tried)
            raise SigningError("密码设备的口令不对，请改口令文件。") from error
        except pkcs11.PinLocked as error:
            raise SigningError("密码设备已经锁死，请找发放设备的机构解锁。") from error
        except (pkcs11.PKCS11Error, OSError, RuntimeError) as error:
            pkcs11.unload(str(token.library))  # begun anew, it finds a token that was plugged in again
            raise SigningError(
                f"密码设备用不了：{type(error).__name__}。请看设备插好没有，设备和私钥的标签对不对。"
            ) from error
