"""Names beside codes, and workbook tables without words of the program."""

import pandas as pd

from geo.report.results import Shown
from geo.stages.results_names import for_readers, with_names
from geo.tables.columns import Column, Table
from geo.tables.factsheets import FACTSHEETS
from geo.tables.portfolio import ATTENTION, CONTEXT_FACTS


def test_a_code_is_written_with_its_name_and_an_unknown_one_as_it_was_given() -> None:
    table = Table(name="t", title="T", columns=(Column(name="subject_id", heading="locatie", kind="id"),))
    shown = Shown(table=table, frame=pd.DataFrame({"subject_id": ["ML06", "ZZ", None]}))
    made = with_names(shown, {"ML06": "ML06 Molenpark"}, "subject_id", "province")
    assert made is not None
    assert made.frame["subject_id"].fillna("-").tolist() == ["ML06 Molenpark", "ZZ", "-"]
    assert with_names(None, {}, "subject_id") is None


def test_words_of_the_program_are_left_out_of_the_workbook() -> None:
    tables = (CONTEXT_FACTS, ATTENTION, FACTSHEETS)
    kept = [one.table.names for one in for_readers(Shown(table=table, frame=pd.DataFrame()) for table in tables)]
    assert kept == [
        ("name", "value", "unknown"), ("kind", "subject_id", "name", "note"), ("location_id", "name", "label", "value"),
    ]  # fmt: skip
