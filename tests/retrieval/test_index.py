"""The index on disk: incremental, whole documents, one writer, and nothing found that is not there."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from physfm.errors import InputError
from physfm.retrieval import Document, Index, Passage, read
from physfm.retrieval.chunking import passages
from physfm.retrieval.index import FORMAT

TOPICS = ("pendulum", "resistor", "telescope", "neutrino", "glacier", "violin", "turbine", "comet")


def document(topic: str, sentences: int = 30) -> Document:
    text = " ".join(f"The {topic} of experiment {number} moved in the laboratory again." for number in range(sentences))
    return Document(f"doc-{topic}", text, source=f"{topic}.md", title=topic.capitalize(), licence="CC BY 4.0")


def by_id(passage: Passage) -> str:
    return passage.id


def whole(index: Index, expected: list[Document]) -> None:
    """Exactly the passages of these documents, no more and no fewer."""
    assert sorted(index.passages(), key=by_id) == sorted((p for d in expected for p in passages(d)), key=by_id)
    assert index.vectors().shape == (len(index), 384)


def test_only_new_and_changed_documents_are_embedded(tmp_path: Path, embed: Any) -> None:
    index = Index.create(tmp_path / "i", embed)
    documents = [document(topic) for topic in TOPICS]
    added = index.add(documents)
    assert (added.documents, added.unchanged) == (len(TOPICS), 0)
    whole(index, documents)
    embed.texts.clear()
    again = Index.open(tmp_path / "i", embed)
    assert again.add(documents).unchanged == len(TOPICS)
    assert embed.texts == []
    shorter = document("comet", 3)
    moved = dataclasses.replace(documents[0], licence="CC0")
    added = again.add([shorter, moved, *documents[1:-1]])
    assert (added.documents, added.unchanged) == (2, len(TOPICS) - 2)
    assert len(embed.texts) == len(passages(shorter)) + len(passages(moved))
    whole(again, [moved, *documents[1:-1], shorter])
    found = [c.passage for c in again.candidates("pendulum") if c.passage.document == "doc-pendulum"]
    assert {passage.licence for passage in found} == {"CC0"}


def test_removed_and_emptied_documents_disappear(tmp_path: Path, embed: Any) -> None:
    index = Index.create(tmp_path / "i", embed)
    documents = [document(topic) for topic in TOPICS]
    index.add(documents)
    assert index.remove(["doc-comet", "doc-violin", "no such"]) == 2
    index.add([dataclasses.replace(documents[0], text="")])
    whole(index, [d for d in documents[1:] if d.id not in ("doc-comet", "doc-violin")])
    assert all("comet" not in h.passage.text for h in index.search("comet", 10, threshold=0).passages)


def test_words_and_meaning_both_find(tmp_path: Path, embed: Any) -> None:
    index = Index.create(tmp_path / "i", embed)
    index.add([document(topic) for topic in TOPICS])
    best = index.search("Which turbines moved?", 3, threshold=0).passages[0]
    assert best.passage.document == "doc-turbine"
    (first, *_) = [c for c in index.candidates("turbines") if c.in_words == 0]
    assert first.passage.document == "doc-turbine"
    assert first.in_meaning is not None
    # What was added after the last indexing is found too.
    index.add([document("quasar")], optimize=False)
    assert index.search("quasar", 1, threshold=0).passages[0].passage.document == "doc-quasar"


def test_nothing_is_found_in_an_empty_index(tmp_path: Path, embed: Any) -> None:
    found = Index.create(tmp_path / "i", embed).search("What is mass?")
    assert not found.supported
    assert str(found).startswith("Not found")
    assert json.loads(json.dumps(found.as_dict()))["passages"] == []


def test_mistakes_are_named(tmp_path: Path, embed: Any) -> None:
    with pytest.raises(InputError, match="No index at"):
        Index.open(tmp_path / "none")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").touch()
    with pytest.raises(InputError, match="not empty"):
        Index.create(tmp_path / "full")
    index = Index.create(tmp_path / "i", embed)
    with pytest.raises(InputError, match="an index already"):
        Index.create(tmp_path / "i")
    one = document("comet")
    with pytest.raises(InputError, match="Two different documents have the id 'doc-comet'"):
        index.add([one, dataclasses.replace(one, text="other")])
    assert index.add([one, one]).documents == 1
    with pytest.raises(InputError, match="k >= 1"):
        index.search("mass", 0)
    (tmp_path / "i" / "physfm-index.json").write_text(json.dumps(FORMAT | {"format": 0}))
    with pytest.raises(InputError, match="Build it anew"):
        Index.open(tmp_path / "i")


def test_one_process_writes_at_a_time(tmp_path: Path, embed: Any) -> None:
    index = Index.create(tmp_path / "i", embed)
    code = "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.flock(f, fcntl.LOCK_EX); print(flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "i" / ".lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(InputError, match="Another process is writing"):
            index.add([document("comet")])
        other.kill()
    assert index.add([document("comet")]).documents == 1  # the lock died with its process


def test_files_of_every_kind_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.md").write_text("---\nlicence: CC0\nsource: My notes\n---\n# On tides\n\nThe Moon pulls.")
    (folder / "deep" / "b.txt").write_text("Plain words.")
    (folder / "c.jsonl").write_text(
        json.dumps(
            {
                "id": "x",
                "text": "# Head\n\nText",
                "source": {"url": "arXiv:1"},
                "licence": "CC BY 4.0",
                "metadata": {"n": 1},
            }
        )
        + "\n\n"
        + json.dumps({"id": "y", "text": "T", "metadata": {"title": "Y"}})
    )
    (folder / "ignored.png").touch()
    found = {d.title: d for d in read([folder])}
    assert set(found) == {"On tides", "b", "Head", "Y"}
    assert (found["On tides"].source, found["On tides"].licence) == ("My notes", "CC0")
    assert (found["Head"].source, found["Head"].licence, found["Head"].metadata) == ("arXiv:1", "CC BY 4.0", {"n": 1})
    for name, text, message in (
        ("d.jsonl", "{", "got no JSON"),
        ("e.jsonl", '{"id": 1, "text": ""}', "Expected one JSON object with the strings"),
        ("f.jsonl", '{"id": "1", "text": "", "metadata": []}\n{"id": "1", "text": "", "metadata": [1]}', "line 2"),
    ):
        (tmp_path / name).write_text(text)
        with pytest.raises(InputError, match=message):
            list(read([tmp_path / name]))
    with pytest.raises(InputError, match="does not exist"):
        list(read([tmp_path / "nothing"]))
    with pytest.raises(InputError, match="ending in"):
        list(read([folder / "ignored.png"]))
