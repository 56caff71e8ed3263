"""Word documents read as reports: merged cells, automatic numbers, tracked changes; disturbed, nothing moves."""

from __future__ import annotations

import pytest

from tests.core.disturbances import CASES, stands
from tests.core.drawn import as_docx


@pytest.mark.parametrize(("name", "form"), CASES)
def test_a_disturbed_document_is_read_right_or_listed(name: str, form: str) -> None:
    stands(name, form, as_docx, "report.docx")
