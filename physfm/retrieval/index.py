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
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physfm.errors import InputError, MissingDependency
from physfm.retrieval import embedding
from physfm.retrieval.chunking import MAX_CHARACTERS, passages
from physfm.retrieval.document import Document
from physfm.retrieval.frequencies import TermStatistics
from physfm.retrieval.mentions import mentions
from physfm.retrieval.passage import Passage, encode_metadata
from physfm.retrieval.search import Candidate, Found, Ranker, found
from physfm.retrieval.terms import terms

FORMAT = {"format": 1, "model": embedding.MODEL, "width": embedding.WIDTH, "max_characters": MAX_CHARACTERS}
"""What an index must have been built with; anything else is refused."""

COMMIT = 512
"""Passages of a commit: ten seconds to a minute of embedding, the most that a killed build loses."""

CANDIDATES = 50
"""Passages that each of full text and vectors proposes to the reranker."""

VECTOR_INDEX_FROM = 50_000
"""Passages from which vectors are found through an approximate index; below, comparing with all is as fast."""

_FILE, _TABLE, _LOCK, _TERMS = "physfm-index.json", "passages", ".lock", "terms.json"
_SAMPLE = 20_000
# Of sqrt(passages) partitions, how many are searched, and how many times the wanted passages are compared exactly.
_PROBES, _REFINE = 20, 4
_COLUMNS = ["id", "document", "number", "text", "source", "title", "licence", "section", "start", "end", "metadata"]
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
        self._database = _connect(path)
        names = self._database.list_tables().tables
        self._table = (
            self._database.open_table(_TABLE)
            if _TABLE in names
            else self._database.create_table(_TABLE, schema=_schema(), exist_ok=True)
        )
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
        return int(self._table.count_rows())

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
            done = unchanged = written = 0

            def flush() -> None:
                nonlocal done, written, batch
                if batch:
                    self._commit(batch, known)
                    done += len(batch)
                    written += sum(len(each) for _, each in batch)
                    batch = []
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
                if sum(len(each) for _, each in batch) >= commit:
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
            for first in range(0, len(gone), 500):
                self._table.delete(_one_of("document", gone[first : first + 500]))
            if gone:
                self._statistics = None
            return len(gone)

    def documents(self) -> dict[str, str]:
        """Return the digest of every document in the index, by id."""
        rows = self._table.search().where("number = 0").select(["document", "digest"]).limit(None).to_arrow()
        return dict(zip(rows["document"].to_pylist(), rows["digest"].to_pylist(), strict=True))

    def metadata(self, prefix: str) -> dict[str, dict[str, Any]]:
        """Return the metadata of every document whose id begins with ``prefix``, by id."""
        where = f"number = 0 AND starts_with(document, {_quoted(prefix)})"
        rows = self._table.search().where(where).select(["document", "metadata"]).limit(None).to_arrow().to_pylist()
        return {row["document"]: json.loads(row["metadata"]) for row in rows}

    def optimize(self) -> None:
        """Bring the indexes of text and vectors up to date, merge small files, and count terms anew."""
        with self._writing():
            self._optimize()

    def _optimize(self) -> None:
        count = len(self)
        if not count:
            return
        from lancedb.index import FTS, IvfPq

        indexed = {column for each in self._table.list_indices() for column in each.columns}
        if "terms" not in indexed:
            # The terms are stemmed already, and the same function makes those of a question.
            exact: dict[str, Any] = dict.fromkeys(("lower_case", "stem", "remove_stop_words", "ascii_folding"), False)
            words = FTS(base_tokenizer="whitespace", **exact)
            self._table.create_index("terms", config=words)
        if "vector" not in indexed and count >= VECTOR_INDEX_FROM:
            self._table.create_index("vector", config=IvfPq(distance_type="dot", num_sub_vectors=embedding.WIDTH // 8))
        self._table.optimize(cleanup_older_than=timedelta(days=1))
        self._statistics = self._count_terms()
        _write_json(self.path / _TERMS, self._statistics.as_dict())

    def _commit(self, batch: list[tuple[Document, list[Passage]]], known: dict[str, str]) -> None:
        """Write the passages of some documents in one transaction, and drop what their ids held before."""
        pieces = [(document, piece) for document, each in batch for piece in each]
        changed = [document.id for document, _ in batch if document.id in known]
        if pieces:
            rows = _rows(pieces, self._embed([piece.context for _, piece in pieces]))
            if changed:
                merge = self._table.merge_insert("id").when_matched_update_all().when_not_matched_insert_all()
                merge.when_not_matched_by_source_delete(_one_of("document", changed)).execute(rows)
            else:
                self._table.add(rows)
        elif changed:
            self._table.delete(_one_of("document", changed))
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
            self._table.checkout_latest()
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
        import pyarrow

        words = [*dict.fromkeys(terms(question)), *mentions(question)]
        vector = self._embed([question])[0]
        by_words = self._by_words(words, count)
        by_meaning = self._by_meaning(vector, [*_COLUMNS, "terms", "vector"], count)
        places: dict[str, list[int | None]] = {}
        for column, rows in enumerate((by_words, by_meaning)):
            for place, key in enumerate(rows["id"].to_pylist()):
                places.setdefault(key, [None, None])[column] = place
        shared = [*_COLUMNS, "terms", "vector"]
        rows = pyarrow.concat_tables([by_words.select(shared), by_meaning.select(shared)])
        vectors = np.stack(rows["vector"].to_numpy(zero_copy_only=False)).astype(np.float32) if len(rows) else None
        found: dict[str, Candidate] = {}
        for number, row in enumerate(rows.drop_columns(["vector"]).to_pylist()):
            if row["id"] not in found and vectors is not None:
                in_words, in_meaning = places[row["id"]]
                words_of = tuple(row.pop("terms").split())
                passage = Passage(**{**row, "metadata": json.loads(row["metadata"])})
                found[passage.id] = Candidate(passage, words_of, float(vectors[number] @ vector), in_words, in_meaning)
        return list(found.values())

    def _by_words(self, words: list[str], count: int) -> Any:
        """Rows that BM25 puts first."""
        from lancedb.query import MatchQuery

        columns = [*_COLUMNS, "terms", "vector"]
        if not words or not len(self):
            return self._table.search().select(columns).limit(0).to_arrow()
        query = MatchQuery(" ".join(words), "terms")  # type: ignore[call-arg]
        return self._table.search(query, query_type="fts").select([*columns, "_score"]).limit(count).to_arrow()

    def _by_meaning(self, vector: NDArray[np.float32], columns: list[str], count: int, exact: bool = False) -> Any:
        """Rows whose vectors are nearest."""
        query = self._table.search(vector, vector_column_name="vector").distance_type("dot")
        query = query.bypass_vector_index() if exact else query.nprobes(_PROBES).refine_factor(_REFINE)
        return query.select([*columns, "_distance"]).limit(count).to_arrow()

    def nearest(self, vector: NDArray[np.float32], count: int, exact: bool = False) -> list[str]:
        """Return the ids of the passages whose vectors are nearest; ``exact`` compares with all of them."""
        found: list[str] = self._by_meaning(vector, ["id"], count, exact)["id"].to_pylist()
        return found

    def rows(self, columns: Sequence[str]) -> Any:
        """Return the named columns of all passages as an Arrow table."""
        return self._table.search().select(list(columns)).limit(None).to_arrow()

    @property
    def statistics(self) -> TermStatistics:
        """How often the terms occur, estimated from a sample of the passages."""
        if self._statistics is None:
            file = self.path / _TERMS
            self._statistics = TermStatistics.from_dict(json.loads(file.read_text())) if file.exists() else None
            self._statistics = self._statistics or self._count_terms()
        return self._statistics

    def _count_terms(self) -> TermStatistics:
        count = len(self)
        if count > _SAMPLE:
            places = np.sort(np.random.default_rng(0).choice(count, _SAMPLE, replace=False)).tolist()
            rows = self._table.take_offsets(places).select(["terms"]).to_arrow()
        else:
            rows = self.rows(["terms"])
        return TermStatistics.count(rows["terms"].to_pylist(), count)


def _connect(path: Path) -> Any:
    try:
        import lancedb
    except ImportError as err:
        raise MissingDependency("An index", err.name or "lancedb", "retrieval") from err
    return lancedb.connect(path)


def _schema() -> Any:
    import pyarrow

    text, whole = pyarrow.string(), pyarrow.int32()
    kinds = {"number": whole, "start": whole, "end": whole}
    columns = [(name, kinds.get(name, text)) for name in [*_COLUMNS, "digest", "terms"]]
    return pyarrow.schema([*columns, ("vector", pyarrow.list_(pyarrow.float16(), embedding.WIDTH))])


def _rows(pieces: Sequence[tuple[Document, Passage]], vectors: NDArray[np.float32]) -> Any:
    """Passages and their vectors as an Arrow table."""
    import pyarrow

    columns: dict[str, Any] = {
        name: [getattr(piece, name) for _, piece in pieces] for name in _COLUMNS if name != "metadata"
    }
    columns["metadata"] = [encode_metadata(piece.metadata) for _, piece in pieces]
    columns["digest"] = [document.digest for document, _ in pieces]
    columns["terms"] = [" ".join(_terms_of(piece)) for _, piece in pieces]
    flat = pyarrow.array(vectors.astype(np.float16).ravel())
    columns["vector"] = pyarrow.FixedSizeListArray.from_arrays(flat, embedding.WIDTH)
    return pyarrow.table(columns, schema=_schema())


def _terms_of(piece: Passage) -> list[str]:
    """Search terms of a passage; those of a PDG listing name it."""
    identifier = piece.metadata.get("pdg_id")
    return terms(piece.context) + ([f"pdg:{str(identifier).partition('/')[0]}"] if identifier else [])


def _one_of(column: str, values: Sequence[str]) -> str:
    return f"{column} IN ({', '.join(map(_quoted, values))})"


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _write_json(path: Path, value: Any) -> None:
    """Write beside and rename, so that a reader never sees half a file."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(json.dumps(value))
    beside.replace(path)
