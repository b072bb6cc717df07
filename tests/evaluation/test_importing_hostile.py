"""Broken and hostile files of questions: one clear line each."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from physfm.errors import InputError
from physfm.evaluation.importing import task_of_file
from physfm.evaluation.problems import public
from physfm.evaluation.task import find

GOOD = [{"problem_text": "How long?", "answer_number": "2", "unit": "m"}]
CUT = json.dumps(GOOD * 30)[:700]
BROKEN: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.json", b"", "is empty"),
    "blank": ("a.csv", b" \n\n ", "is empty"),
    "cut": ("a.json", CUT.encode(), "does not parse: .* Is it cut off"),
    "cut line": ("a.jsonl", b'{"question": "a", "gold": "1"}\n{"question": "b", "go', "line 2 of .* Is it cut off"),
    "cut table": ("a.csv", b'question,gold\n"How', "does not parse: .* Is it cut off"),
    "short row": ("a.csv", b"question,gold\na,1\nb\n", "Expected 2 columns in row 3"),
    "latin": ("a.csv", "question,gold\nGröße?,1\n".encode("latin-1"), "Expected UTF-8 .* iconv"),
    "wide": ("a.csv", "question,gold\na,1\n".encode("utf-16"), "Expected UTF-8"),
    "zeros": ("a.csv", b"question,gold\n\0\0,1\n", "zero byte"),
    "numbers": ("a.json", b"[1, 2]", "Expected a JSON list of objects"),
    "no list": ("a.json", b"[]", "an empty list"),
    "line of a number": ("a.jsonl", b'{"question": "a", "gold": "1"}\n3\n', "Expected a JSON object in line 2"),
    "other fields": ("a.json", b'[{"frage": "a", "antwort": "1"}]', "its fields are 'frage', 'antwort'. Say which"),
    "other columns": ("a.csv", b"frage,antwort\na,1\n", "its fields are 'frage', 'antwort'. Say which"),
    "head alone": ("a.csv", b"question,gold\n", "found a first row alone"),
    "twice": ("a.csv", b"question,question\na,1\n", "Expected distinct columns"),
    "deep": ("a.json", b"[" * 100_000, "does not parse"),
    "nothing usable": (
        "a.json",
        b'[{"problem_text": "How?", "answer_number": NaN, "unit": ""}]',
        "1 without an answer",
    ),
    "infinite": ("a.json", b'[{"problem_text": "How?", "answer_number": "1e999", "unit": "m"}]', "out of range"),
    "no archive": ("a.tar.gz", b"\x1f\x8b not gzip", "Expected a tar archive"),
    "cut archive": ("a.tar.gz", gzip.compress(b"x" * 5000)[:30], "Expected a tar archive"),
    "no xml": ("a.cnxml", b"<document>", "does not parse"),
    "binary": ("a.bin", b"\x89HDF\r\n\x1a\n" * 20, "Expected JSON, JSON lines or CSV"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_one_clear_line(case: str, tmp_path: Path) -> None:
    name, content, message = BROKEN[case]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        task_of_file(path)
    assert "\n" not in str(caught.value)
    assert name in str(caught.value)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("layout=mmlu", "Expected six columns"),
        ("layout=scibench", "Expected JSON"),
        ("layout=mmul", "No layout 'mmul'. Did you mean 'mmlu'"),
        ("laiout=mmlu", "No setting 'laiout' of a file. Did you mean 'layout'"),
        ("mapping=none.yaml", "does not exist"),
    ],
)
def test_wrong_settings_of_a_file(query: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("question,gold\nHow long?,2 m\n")
    with pytest.raises(InputError, match=message) as caught:
        find(f"file:{path}?{query}")
    assert "\n" not in str(caught.value)


def test_a_layout_that_is_said_must_have_its_fields(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(GOOD))
    with pytest.raises(InputError, match=r"No field 'Question' in .* which has: answer_number, problem_text, unit"):
        find(f"file:{path}?layout=theoremqa")


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ("question: Frage\ngold: Antwort\n", "No field 'Frage' in .* It has: gold, question"),
        ("question: question\n", "name of a field as 'gold'"),
        ("question: question\ngold: gold\nunits: m\n", "No setting 'units' .* Did you mean 'unit'"),
        ("question: question\ngold: gold\nrel_tol: 5\n", "Expected rel_tol between 0 and 1"),
        ("question: question\ngold: gold\nform: nummer\n", "Expected form to be one of"),
        ("question: [\n", "does not parse"),
        ("- question\n", "Expected a mapping"),
        ("question: question\ngold: gold\nquestion: !!python/object/apply:os.system ['true']\n", "does not parse"),
    ],
)
def test_a_wrong_mapping_is_one_clear_line(mapping: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("question,gold\nHow long?,2 m\n")
    (tmp_path / "a.map.yaml").write_text(mapping)
    with pytest.raises(InputError, match=message) as caught:
        task_of_file(path)
    assert "\n" not in str(caught.value)


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        find("file:/nowhere/at/all.json")
    with pytest.raises(InputError, match="is a folder"):
        find(f"file:{tmp_path}")


def test_examples_that_are_not_there(tmp_path: Path) -> None:
    path = tmp_path / "mmlu_x_test.csv"
    path.write_text("How?,1,2,3,4,C\n")
    with pytest.raises(InputError, match=r"mmlu_x_dev\.csv' does not exist"):
        find(f"file:{path}?shots=2")
    with pytest.raises(InputError, match="Expected a number of examples"):
        find(f"file:{path}?shots=two")
    (tmp_path / "mmlu_x_dev.csv").write_text("How?,1,2,3,4,E\n")
    with pytest.raises(InputError, match="row 1 is one without a letter"):
        find(f"file:{path}?shots=1")
    with pytest.raises(InputError, match=r"Expected 3 examples in .*, found 1"):
        find(f"file:{path}?shots=3")


def test_examples_before_other_questions_than_mmlu_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text('{"question": "How far?", "gold": "4 m"}\n')
    for setting in ("shots=2", f"dev={path}", "layout=jsonl&shots=1"):
        with pytest.raises(InputError, match="questions of MMLU only"):
            find(f"file:{path}?{setting}")
    assert list(find(f"file:{path}?shots=0").items(public(), 1))


@pytest.mark.parametrize("choices", ["{A: B}", "5", "true", "[1, 2]", "[[A]]"])
def test_choices_that_name_no_fields_are_refused(tmp_path: Path, choices: str) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("Q,A\nHow far?,4 m\n")
    (tmp_path / "mine.csv.map.yaml").write_text(f"question: Q\ngold: A\nchoices: {choices}\n")
    with pytest.raises(InputError, match="Expected choices as a field, or a list of fields"):
        find(f"file:{path}")


@pytest.mark.parametrize(
    ("name", "mark"), [("mine.csv", ";"), ("mine.tsv", "\t"), ("mine.csv", "\t"), ("mine.csv", ",")]
)
def test_columns_are_cut_by_what_the_first_line_says(tmp_path: Path, name: str, mark: str) -> None:
    path = tmp_path / name
    path.write_text(f'question{mark}gold\n"So, how far; and why?"{mark}4 m\n')
    (item,) = find(f"file:{path}").items(public(), 2)
    assert (item.question, item.gold) == ("So, how far; and why?", "4 m")


def test_what_to_do_is_said(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text('{"question": "Who carries the strong force?", "gold": "the gluon"}\n')
    with pytest.raises(InputError, match="if a mapping says 'form: text'"):
        find(f"file:{path}")
    with pytest.raises(InputError, match=r"Expected a mapping of fields, but 'nosuch.yaml' does not exist"):
        find(f"file:{path}?mapping=nosuch.yaml")
    path.write_bytes("question,gold\nHow far?,4 m\n".encode("utf-16"))
    with pytest.raises(InputError, match="iconv -f utf-16"):
        find(f"file:{path}")
