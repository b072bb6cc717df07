"""The LanceDB table that holds passages: its columns, its commits, its two indexes, and reading from them.

Every write is one transaction of the table. Notable: vectors are stored in half precision; above ten thousand
passages they are found through RaBitQ codes of four bits (J. Gao and C. Long, SIGMOD 2024), which trained in seconds
where product quantisation with LanceDB's defaults took minutes, and the best are compared exactly; text is indexed by
the terms of `physfm.retrieval.terms`, split at spaces, so that LanceDB's BM25 counts the same words as the reranker;
and a passage is one column of JSON, because every further column costs milliseconds where a search reads sixty rows
of a million.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physfm.errors import MissingDependency
from physfm.retrieval.document import Document
from physfm.retrieval.embedding import WIDTH
from physfm.retrieval.passage import Passage
from physfm.retrieval.terms import terms

VECTOR_INDEX_FROM = 10_000
"""Passages from which vectors are found through an approximate index; below, comparing with all is as fast."""

_NAME = "passages"
# Partitions searched, and how many times the wanted passages are compared exactly. Of the ten nearest of a million
# synthetic vectors (benchmarks/retrieval.py) 99.7 % are kept; with codes of one bit 79 %.
_PROBES, _REFINE, _BITS = 20, 3, 4


class PassageTable:
    """Passages with vectors and terms.

    Parameters
    ----------
    path
        Folder of the database; the table is made if it is not there.

    Raises
    ------
    MissingDependency
        If LanceDB is not installed.
    """

    def __init__(self, path: Path) -> None:
        try:
            import lancedb
        except ImportError as err:
            raise MissingDependency("An index", err.name or "lancedb", "retrieval") from err
        database = lancedb.connect(path)
        there = _NAME in database.list_tables().tables
        self._table: Any = database.open_table(_NAME) if there else database.create_table(_NAME, schema=_schema())

    def __len__(self) -> int:
        return int(self._table.count_rows())

    def refresh(self) -> None:
        """See what other processes have committed."""
        self._table.checkout_latest()

    # Writing --------------------------------------------------------------------------------------------------------

    def replace(
        self, pieces: Sequence[tuple[Document, Passage]], vectors: NDArray[np.float32] | None, changed: Sequence[str]
    ) -> None:
        """Write passages with their vectors, and drop what else the changed documents held, in one transaction."""
        if vectors is None:
            self.delete(changed)
        elif changed:
            merge = self._table.merge_insert("id").when_matched_update_all().when_not_matched_insert_all()
            merge.when_not_matched_by_source_delete(_one_of("document", changed)).execute(_rows(pieces, vectors))
        else:
            self._table.add(_rows(pieces, vectors))

    def delete(self, documents: Sequence[str]) -> None:
        """Remove all passages of some documents."""
        for first in range(0, len(documents), 500):
            self._table.delete(_one_of("document", documents[first : first + 500]))

    def optimize(self) -> None:
        """Bring both indexes up to date and merge small files."""
        from lancedb.index import FTS, IvfRq

        count = len(self)
        indexed = {column: each for each in self._table.list_indices() for column in each.columns}
        if "terms" not in indexed:
            # The terms are stemmed already, and the same function makes those of a question.
            exact: dict[str, Any] = dict.fromkeys(("lower_case", "stem", "remove_stop_words", "ascii_folding"), False)
            self._table.create_index("terms", config=FTS(base_tokenizer="whitespace", **exact))
        vectors = indexed.get("vector")
        # Training is cheap, so the partitions are learned anew once a quarter of the passages is new.
        if count >= VECTOR_INDEX_FROM and (vectors is None or vectors.num_unindexed_rows > count // 4):
            codes = IvfRq(distance_type="dot", num_bits=_BITS, max_iterations=15, sample_rate=64)
            self._table.create_index("vector", config=codes)
        self._table.optimize(cleanup_older_than=timedelta(days=1))

    # Reading --------------------------------------------------------------------------------------------------------

    def documents(self) -> dict[str, str]:
        """Return the digest of every document, by id."""
        rows = self._first("number = 0", "digest")
        return {row["document"]: row["digest"] for row in rows}

    def metadata(self, prefix: str) -> dict[str, dict[str, Any]]:
        """Return the metadata of every document whose id begins with ``prefix``, by id."""
        rows = self._first(f"number = 0 AND starts_with(document, {_quoted(prefix)})", "passage")
        return {row["document"]: json.loads(row["passage"])["metadata"] for row in rows}

    def _first(self, where: str, column: str) -> list[dict[str, Any]]:
        query = self._table.search().where(where).select(["document", column])
        rows: list[dict[str, Any]] = query.limit(None).to_arrow().to_pylist()
        return rows

    def column(self, name: str) -> Any:
        """Return one column of all passages as an Arrow array."""
        return self._table.search().select([name]).limit(None).to_arrow()[name]

    def sample(self, column: str, count: int) -> list[str]:
        """Return one column of about ``count`` passages, chosen evenly; the same ones every time."""
        if len(self) <= count:
            found = self.column(column)
        else:
            places = np.linspace(0, len(self) - 1, count).astype(int).tolist()
            found = self._table.take_offsets(places).select([column]).to_arrow()[column]
        values: list[str] = found.to_pylist()
        return values

    def by_words(self, words: Sequence[str], count: int) -> list[int]:
        """Row ids that BM25 puts first."""
        from lancedb.query import MatchQuery

        if not words or not len(self):
            return []
        query = MatchQuery(" ".join(words), "terms")  # type: ignore[call-arg]
        search = self._table.search(query, query_type="fts").with_row_id(True).select(["_score"])
        keys: list[int] = search.limit(count).to_arrow()["_rowid"].to_pylist()
        return keys

    def by_meaning(self, vector: NDArray[np.float32], count: int, exact: bool = False) -> list[int]:
        """Row ids whose vectors are nearest; ``exact`` compares with all."""
        query = self._table.search(vector, vector_column_name="vector").distance_type("dot")
        query = query.bypass_vector_index() if exact else query.nprobes(_PROBES).refine_factor(_REFINE)
        keys: list[int] = query.with_row_id(True).select(["_distance"]).limit(count).to_arrow()["_rowid"].to_pylist()
        return keys

    def take(self, keys: Sequence[int]) -> dict[int, tuple[Passage, tuple[str, ...], NDArray[np.float32]]]:
        """Return passage, terms and vector by row id."""
        if not keys:
            return {}
        rows = self._table.take_row_ids(list(keys)).with_row_id().select(["passage", "terms", "vector"]).to_arrow()
        vectors = np.stack(rows["vector"].to_numpy(zero_copy_only=False)).astype(np.float32)
        found = {}
        for row, vector in zip(rows.drop_columns(["vector"]).to_pylist(), vectors, strict=True):
            found[row["_rowid"]] = Passage(**json.loads(row["passage"])), tuple(row["terms"].split()), vector
        return found


def _schema() -> Any:
    import pyarrow

    columns = [(name, pyarrow.string()) for name in ("id", "document", "digest", "passage", "terms")]
    vector = ("vector", pyarrow.list_(pyarrow.float16(), WIDTH))
    return pyarrow.schema([*columns, ("number", pyarrow.int32()), vector])


def _rows(pieces: Sequence[tuple[Document, Passage]], vectors: NDArray[np.float32]) -> Any:
    """Passages and their vectors as an Arrow table."""
    import pyarrow

    flat = pyarrow.array(vectors.astype(np.float16).ravel())
    columns = {
        "id": [piece.id for _, piece in pieces],
        "document": [document.id for document, _ in pieces],
        "digest": [document.digest for document, _ in pieces],
        "passage": [json.dumps(vars(piece) | {"metadata": dict(piece.metadata)}, default=str) for _, piece in pieces],
        "terms": [" ".join(_terms_of(piece)) for _, piece in pieces],
        "number": [piece.number for _, piece in pieces],
        "vector": pyarrow.FixedSizeListArray.from_arrays(flat, WIDTH),
    }
    return pyarrow.table(columns, schema=_schema())


def _terms_of(piece: Passage) -> list[str]:
    """Search terms of a passage; those of a PDG listing name it, as `physfm.retrieval.mentions` does."""
    identifier = piece.metadata.get("pdg_id")
    return terms(piece.context) + ([f"pdg:{str(identifier).partition('/')[0]}"] if identifier else [])


def _one_of(column: str, values: Sequence[str]) -> str:
    return f"{column} IN ({', '.join(map(_quoted, values))})"


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
