"""Lines of a corpus: what is read, what is held out, and what hostile files say in one line."""

import gzip
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from physfm.adaptation.text import Text, read, shards
from physfm.errors import InputError


def test_plain_and_compressed_shards_hold_the_same_documents(
    corpus: Callable[[list[str]], Path], prose: list[str]
) -> None:
    path = corpus(prose)
    packed = path.with_name("part-00001.jsonl.gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert shards([path.parent]) == [path, packed]
    documents = list(read([path]))
    assert documents == list(read([packed]))
    assert [d.text for d in documents] == prose
    assert documents[0].categories == ("hep-ph", "hep-ex")
    assert documents[0].source == "book"


def test_the_kind_of_a_source_groups_its_documents(tmp_path: Path) -> None:
    path = tmp_path / "kinds.jsonl"
    path.write_text('{"text": "a", "kind": "unarxive", "source": "arXiv:0704.0001", "categories": "hep-ph gr-qc"}\n')
    (document,) = read([path])
    assert document.source == "unarxive"
    assert document.categories == ("hep-ph", "gr-qc")


HOSTILE = {
    b"{not json}\n": r"line 1: expected a JSON object",
    b"[1, 2]\n": r"line 1: expected a JSON object, got a list",
    b'{"id": "a"}\n': r"line 1: expected a text under 'text', got None; its keys are \['id'\]",
    b'{"text": "ok"}\n{"text": 7}\n': r"line 2: expected a text under 'text', got 7",
    b'{"text": "  "}\n': r"line 1: expected a text under 'text'",
    b'{"text": "a", "categories": {"b": 1}}\n': r"line 1: expected 'categories' as a list",
    b'{"text": "edited", "sha256": "00ff"}\n': r"line 1: the text is not the one that its sha256",
    b'{"text": "half \\ud800 a pair"}\n': r"line 1: .* half a surrogate pair",
    b'{"text": "\xff\xfe"}\n': r"line 1: expected a JSON object",
    b"[" * 100_000: r"line 1: expected a JSON object",
    b"": r"got an empty file",
    b"\n\n": r"got an empty file",
}


@pytest.mark.parametrize("content", HOSTILE, ids=lambda c: repr(c[:30]))
def test_a_hostile_file_gives_one_clear_line(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputError, match=HOSTILE[content]) as caught:
        list(read([path]))
    assert "\n" not in str(caught.value)
    assert "bad.jsonl" in str(caught.value)
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("cut", [5, 40])
def test_a_cut_gzip_file_is_damaged_in_one_line(cut: int, tmp_path: Path) -> None:
    path = tmp_path / "cut.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "some text to compress"}\n' * 9)[:cut])
    with pytest.raises(InputError, match="is damaged after line"):
        list(read([path]))


def test_paths_that_hold_no_corpus_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    for paths, message in (
        ([tmp_path / "absent.jsonl"], "does not exist"),
        ([tmp_path / "a.txt"], "ending in .jsonl"),
        ([tmp_path], "got none"),
        ([], "one or more"),
    ):
        with pytest.raises(InputError, match=message):
            shards(paths)


@given(st.text(min_size=1).filter(lambda t: t.isprintable()), st.floats(0.01, 0.98), st.floats(0.001, 0.01))
def test_what_is_held_out_stays_so_when_more_is_held_out(text: str, share: float, more: float) -> None:
    document = Text("a", text)
    assert document.held_out(share) == Text("another id", text, "elsewhere").held_out(share)
    assert not (document.held_out(share) and not document.held_out(share + more))


def test_the_share_held_out_is_the_share_asked_for() -> None:
    counts = Counter(Text("", f"text {i}").held_out(0.2) for i in range(4000))
    assert abs(counts[True] - 800) < 4 * (4000 * 0.2 * 0.8) ** 0.5
