"""Open data without a database: the joints between formats, the schemas, the parameters of the interface."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import date

import jsonschema
import pytest
from openapi_spec_validator import validate

from disclosure import formats
from disclosure.filing import Filing, empty_figures, to_data, with_figures
from disclosure.opendata.interface import RESOURCES, BadParameter, openapi
from disclosure.opendata.mapping import EARLIER, LATER, Relation, counterpart, joints
from disclosure.opendata.schema import report_schema
from disclosure.tabulating import csv_file


@pytest.mark.parametrize("form", [EARLIER, LATER])
def test_every_cell_of_both_formats_is_in_exactly_one_joint(form: str) -> None:
    side = "earlier" if form == EARLIER else "later"
    counted = Counter(key for joint in joints() for key in getattr(joint, side))
    assert counted == Counter(list(formats.get(form).places))


def test_a_joint_that_does_not_hold_says_why() -> None:
    for joint in joints():
        assert joint.why or joint.relation is Relation.SAME
        assert joint.relation is Relation.NONE or (joint.earlier and joint.later)


def test_the_one_row_of_2019_is_the_sum_of_three() -> None:
    (joint,) = [j for j in joints() if j.earlier == ("requests.other_handling.total",)]
    assert joint.relation is Relation.SUM and len(joint.later) == 3


@pytest.mark.parametrize(("here", "there"), [(EARLIER, LATER), (LATER, EARLIER), (LATER, LATER)])
def test_a_counterpart_is_what_the_joint_says(here: str, there: str) -> None:
    form, other = formats.get(here), formats.get(there)
    for key in form.places:
        found = counterpart(key, form, other)
        assert set(found.keys) <= set(other.places)
        assert found.keys or found.why
        if len(found.keys) == 1:  # what compares one to one compares both ways
            assert counterpart(found.keys[0], other, form).keys == (key,)


@pytest.mark.parametrize("form", formats.all_formats().values(), ids=lambda form: form.id)
def test_a_report_fits_the_schema_of_its_format(form: formats.Format) -> None:
    schema = report_schema(form)
    jsonschema.Draft202012Validator.check_schema(schema)
    zero = Filing(format=form, body="示例市水务局", year=2024, figures=empty_figures(form))
    received = "requests.received.natural_person"
    for filing in (zero, with_figures(zero, {received: None}), with_figures(zero, {received: 7})):
        jsonschema.validate(json.loads(json.dumps(to_data(filing))), schema)
    wrong = to_data(zero)
    wrong["cells"][received] = -1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, schema)


def test_the_long_table_has_every_cell_in_printed_order() -> None:
    form = formats.get(LATER)
    zero = Filing(format=form, body="示例市水务局", year=2024, figures=empty_figures(form))
    rows = table(zero)
    assert [row["格"] for row in rows] == list(form.places)
    assert {row["数值"] for row in rows} == {"0"}
    empty = table(Filing(format=form, body="示例市水务局", year=2024))
    assert {row["数值"] for row in empty} == {""}, "a missing figure is no zero"


def table(filing: Filing) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_file(filing).decode("utf-8-sig"), newline="")))


def test_the_description_of_the_interface_is_valid_openapi() -> None:
    document = openapi("/api/v1", "数据接口", "可以自由使用，请注明出处。")
    validate(document)  # type: ignore[arg-type]
    assert document["info"]["description"].endswith("可以自由使用，请注明出处。")


@pytest.mark.parametrize(
    ("sent", "parameter"),
    [
        ({"year": ["2024x"]}, "year"),
        ({"year": ["99999999999"]}, "year"),
        ({"year": ["-1"]}, "year"),
        ({"year": ["２０２４"]}, "year"),
        ({"after": ["2024"]}, "after"),
        ({"after": ["2024/shili-education/1"]}, "after"),
        ({"page": ["2"]}, "page"),
        ({"per_page": ["201"]}, "per_page"),
        ({"as_of": ["2026-02-30"]}, "as_of"),
        ({"as_of": ["20260131"]}, "as_of"),
        ({"kind": ["ministry"]}, "kind"),
        ({"body": ["a b"]}, "body"),
        ({"region": ["\x00"]}, "region"),
        ({"region": [""]}, "region"),
        ({"unknown": ["1"]}, "unknown"),
        ({"year": ["2023", "2024"]}, "year"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(sent: dict[str, list[str]], parameter: str) -> None:
    with pytest.raises(BadParameter) as caught:
        RESOURCES["reports"].read(sent)
    assert caught.value.name == parameter and str(caught.value).endswith("。")


def test_parameters_are_read_into_their_kinds() -> None:
    read = RESOURCES["reports"].read({"year": ["2024"], "as_of": ["2026-01-31"], "kind": ["zone"]})
    assert read == {"year": 2024, "as_of": date(2026, 1, 31), "kind": "zone"}


def test_what_is_required_is_asked_for() -> None:
    with pytest.raises(BadParameter, match="要写cell"):
        RESOURCES["figures"].read({})
