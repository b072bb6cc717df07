"""An index of passages on disk: full text and vectors in one LanceDB table, kept up to date document by document.

`Index.create` or `Index.open`, then `add` documents and `search` with a question. Notable: a document whose digest is
already there costs nothing; a changed one is replaced, with all its passages, in one atomic commit of the table, so
that a build that is killed (also by SIGKILL) loses only what it had not yet committed and goes on from there; readers
see whole commits only. Passages that came after the last indexing of text and vectors are searched without an index
until the build ends. One process writes at a time, by a lock that dies with its process.

The reader's side, what makes a good answer out of candidates, is `physfm.retrieval.search`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physfm.errors import InputError
from physfm.retrieval import embedding
from physfm.retrieval.chunking import MAX_CHARACTERS, passages
from physfm.retrieval.document import Document
from physfm.retrieval.frequencies import TermStatistics
from physfm.retrieval.mentions import mentions
from physfm.retrieval.passage import Passage
from physfm.retrieval.search import Candidate, Found, Ranker, found
from physfm.retrieval.table import PassageTable
from physfm.retrieval.terms import terms

FORMAT = {"format": 2, "model": embedding.MODEL, "width": embedding.WIDTH, "max_characters": MAX_CHARACTERS}
"""What an index must have been built with; anything else is refused."""

COMMIT = 512
"""Passages of a commit: ten seconds to a minute of embedding, the most that a killed build loses."""

CANDIDATES = 30
"""Passages that each of full text and vectors proposes to the reranker; 50 ranked no better, and slower."""

_FILE, _LOCK, _TERMS = "physfm-index.json", ".lock", "terms.json"
_SAMPLE = 20_000  # passages whose terms are counted
Embed = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True)
class Added:
    """What `Index.add` did: documents that were new or changed, that were there already, and passages written."""

    documents: int
    unchanged: int
    passages: int


class Index:
    """Passages with their provenance, found by words and by meaning.

    Parameters
    ----------
    path
        Folder of the index. Use `create` and `open`.
    embed
        Texts to vectors of length 1; `physfm.retrieval.embedding.embed` unless a test or a benchmark brings its own.
    """

    def __init__(self, path: Path, embed: Embed = embedding.embed) -> None:
        self.path = path
        self._embed = embed
        self._table = PassageTable(path)
        self._statistics: TermStatistics | None = None

    # Making and opening ---------------------------------------------------------------------------------------------

    @classmethod
    def create(cls, path: str | Path, embed: Embed = embedding.embed) -> Index:
        """Make an empty index in a new or empty folder.

        Raises
        ------
        InputError
            If the folder holds anything, an index included.
        MissingDependency
            If LanceDB is not installed.
        """
        folder = Path(path)
        if cls.exists(folder):
            raise InputError(f"{str(folder)!r} is an index already: open it, or remove it first.")
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise InputError(f"Expected a new or empty folder for the index, got {str(folder)!r}, which is not empty.")
        folder.mkdir(parents=True, exist_ok=True)
        _write_json(folder / _FILE, FORMAT)
        return cls(folder, embed)

    @classmethod
    def open(cls, path: str | Path, embed: Embed = embedding.embed) -> Index:
        """Open an index.

        Raises
        ------
        InputError
            If there is none, or it was built by another version of physfm in another format.
        MissingDependency
            If LanceDB is not installed.
        """
        folder = Path(path)
        if not cls.exists(folder):
            raise InputError(f"No index at {str(folder)!r}. Make one with: physfm index build PATH... -o {folder}")
        try:
            written = json.loads((folder / _FILE).read_text())
        except ValueError as err:
            raise InputError(f"{str(folder / _FILE)!r} is no JSON: {err}. Build the index anew.") from err
        if written != FORMAT:
            raise InputError(f"The index {str(folder)!r} has the format {written}, expected {FORMAT}. Build it anew.")
        return cls(folder, embed)

    @staticmethod
    def exists(path: str | Path) -> bool:
        """Whether the folder holds an index."""
        return (Path(path) / _FILE).is_file()

    def __len__(self) -> int:
        """How many passages it holds."""
        return len(self._table)

    # Writing --------------------------------------------------------------------------------------------------------

    def add(
        self,
        documents: Iterable[Document],
        report: Callable[[int, int], None] | None = None,
        commit: int = COMMIT,
        optimize: bool = True,
    ) -> Added:
        """Add documents; those that are there unchanged are skipped, those that changed are replaced.

        Parameters
        ----------
        documents
            Read lazily, so that they may be more than fit into memory.
        report
            Called after every commit with the documents and passages committed so far: what is reported is on disk.
        commit
            Passages to gather before a commit; never less than a document.
        optimize
            Bring the indexes of text and vectors up to date at the end (see `optimize`).

        Raises
        ------
        InputError
            If two different documents have the same id, or another process is writing to this index.
        """
        with self._writing():
            known = self.documents()
            seen: dict[str, str] = {}
            batch: list[tuple[Document, list[Passage]]] = []
            waiting: set[str] = set()
            done = unchanged = written = gathered = 0

            def flush() -> None:
                nonlocal done, written, gathered
                if batch:
                    self._commit(batch, known)
                    done, written, gathered = done + len(batch), written + gathered, 0
                    batch.clear()
                    waiting.clear()
                    if report is not None:
                        report(done, written)

            for document in documents:
                if seen.setdefault(document.id, document.digest) != document.digest:
                    raise InputError(f"Two different documents have the id {document.id!r}: ids must be unique.")
                if document.id in waiting or known.get(document.id) == document.digest:
                    unchanged += 1
                    continue
                waiting.add(document.id)
                batch.append((document, passages(document)))
                gathered += len(batch[-1][1])
                if gathered >= commit:
                    flush()
            flush()
            if done:
                self._statistics = None
            if optimize and (done or not (self.path / _TERMS).exists()):
                self._optimize()
            return Added(done, unchanged, written)

    def remove(self, documents: Iterable[str]) -> int:
        """Remove documents by id; return how many there were."""
        with self._writing():
            known = self.documents()
            gone = [each for each in dict.fromkeys(documents) if each in known]
            self._table.delete(gone)
            if gone:
                self._statistics = None
            return len(gone)

    def documents(self) -> dict[str, str]:
        """Return the digest of every document in the index, by id."""
        return self._table.documents()

    def metadata(self, prefix: str) -> dict[str, dict[str, Any]]:
        """Return the metadata of every document whose id begins with ``prefix``, by id."""
        return self._table.metadata(prefix)

    def optimize(self) -> None:
        """Bring the indexes of text and vectors up to date, merge small files, and count terms anew."""
        with self._writing():
            self._optimize()

    def _optimize(self) -> None:
        if len(self):
            self._table.optimize()
            self._statistics = self._count_terms()
            _write_json(self.path / _TERMS, self._statistics.as_dict())

    def _commit(self, batch: list[tuple[Document, list[Passage]]], known: dict[str, str]) -> None:
        """Write the passages of some documents in one transaction, and drop what their ids held before."""
        pieces = [(document, piece) for document, each in batch for piece in each]
        vectors = self._embed([piece.context for _, piece in pieces]) if pieces else None
        self._table.replace(pieces, vectors, [document.id for document, _ in batch if document.id in known])
        known.update((document.id, document.digest) for document, _ in batch)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the lock of the one writer; the system frees it when the process ends, however it ends."""
        try:
            import fcntl
        except ImportError:  # Windows: one writer at a time is left to the user
            yield
            return
        with (self.path / _LOCK).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as err:
                raise InputError(f"Another process is writing to the index {str(self.path)!r}: wait for it.") from err
            self._table.refresh()
            yield

    # Reading --------------------------------------------------------------------------------------------------------

    def search(self, question: str, k: int = 5, threshold: float | None = None) -> Found:
        """Find passages that answer a question.

        Parameters
        ----------
        question
            In words; particles in any spelling, formulas in LaTeX.
        k
            How many passages at most.
        threshold
            Probability of support from which a passage counts as found; the calibrated one unless given.

        Returns
        -------
        found
            The passages, best first, each with score and probability of support. ``found.supported`` is False where
            nothing in the index supports an answer: ``found.passages`` is then empty, and what came nearest is in
            ``found.nearest``.

        Raises
        ------
        InputError
            If the question is empty or ``k`` is not positive.
        """
        if not question.strip() or k < 1:
            raise InputError(f"Expected a question and k >= 1, got {question[:80]!r} and k = {k}.")
        return found(question, self.candidates(question), self.statistics, Ranker.load(), k, threshold)

    def candidates(self, question: str, count: int = CANDIDATES) -> list[Candidate]:
        """Return what full text and vectors propose, each with its place in both lists (None where not in it)."""
        words = [*dict.fromkeys(terms(question)), *mentions(question)]
        vector = self._embed([question])[0]
        lists = self._table.by_words(words, count), self._table.by_meaning(vector, count)
        places: dict[int, list[int | None]] = {}
        for column, keys in enumerate(lists):
            for place, key in enumerate(keys):
                places.setdefault(key, [None, None])[column] = place
        # Contents come after the places: most rows are in both lists, and reading is what costs.
        taken = self._table.take(list(places))
        return [
            Candidate(taken[key][0], taken[key][1], float(taken[key][2] @ vector), *places[key])
            for key in places
            if key in taken
        ]

    def neighbours_kept(self, vector: NDArray[np.float32], count: int = 10) -> float:
        """Return the share of the exact nearest passages that a search through the approximate index proposes."""
        exact = self._table.by_meaning(vector, count, exact=True)
        return len(set(exact) & set(self._table.by_meaning(vector, CANDIDATES))) / max(1, len(exact))

    def passages(self) -> Iterator[Passage]:
        """Yield all passages, in the order of storage."""
        return (Passage(**json.loads(text)) for text in self._table.column("passage").to_pylist())

    def vectors(self) -> NDArray[np.float32]:
        """Return the vectors of all passages, (passages, width), in the order of storage."""
        rows = self._table.column("vector").to_numpy()
        return np.stack(rows).astype(np.float32) if len(rows) else np.zeros((0, embedding.WIDTH), np.float32)

    @property
    def statistics(self) -> TermStatistics:
        """How often the terms occur, estimated from a sample of the passages."""
        if self._statistics is None:
            file = self.path / _TERMS
            self._statistics = TermStatistics.from_dict(json.loads(file.read_text())) if file.exists() else None
            self._statistics = self._statistics or self._count_terms()
        return self._statistics

    def _count_terms(self) -> TermStatistics:
        return TermStatistics.count(self._table.sample("terms", _SAMPLE), len(self))


def _write_json(path: Path, value: Any) -> None:
    """Write beside and rename, so that a reader never sees half a file."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(json.dumps(value))
    beside.replace(path)
