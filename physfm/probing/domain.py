"""One domain as the trunk sees it: tokens of its encoder, the same without physics, and what is known of every item.

The encoder is only a tokeniser here, at random initialisation unless its shipped weights are asked for: what is learned
then sits in the trunk alone. Tokens are standardised per channel and made once.
"""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from physfm import discovery
from physfm.checkpoint import load_tensors, save_tensors
from physfm.encoder import Encoder
from physfm.errors import InputError
from physfm.model import load_encoder
from physfm.probing.controls import shuffle_of
from physfm.types import Sample, Tokens

Weights = Literal["random", "shipped"]
CHUNK = 64  # items encoded at once, of like length
PASSAGE, WORD_WIDTH = 64, 128
PARTS = ("train", "test", "source", "shuffled")


@dataclass(frozen=True)
class Part:
    """Items of a domain.

    Parameters
    ----------
    tokens
        (items, tokens, width), unit variance per channel over the training items.
    classes
        (items,): index of the true answer to the domain's question; -1 where it is not asked of an item.
    numbers
        Truth of every numeric target, (items,); NaN where an item has none.
    """

    tokens: Tokens
    classes: Tensor = field(default_factory=lambda: torch.zeros(0, dtype=torch.long))
    numbers: dict[str, Tensor] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.tokens.mask)

    def rows(self, rows: Tensor) -> Part:
        """Select items."""
        return Part(
            Tokens(self.tokens.values[rows], self.tokens.mask[rows]),
            self.classes[rows] if len(self.classes) else self.classes,
            {name: values[rows] for name, values in self.numbers.items()},
        )

    def to(self, device: torch.device | str) -> Part:
        """Move tokens and classes; numbers stay where the read-outs are fitted."""
        tokens = Tokens(self.tokens.values.to(device), self.tokens.mask.to(device))
        return replace(self, tokens=tokens, classes=self.classes.to(device))


@dataclass(frozen=True)
class Domain:
    """Training and test items of one encoder, or of a text.

    Parameters
    ----------
    train, test
        Items with labels, unless it is a text.
    source, shuffled
        What a trunk is pretrained on: the training items again, or items of files; and these without their physics.
    question
        The closed question that is learned from labels; empty for a text.
    answers
        Its answers: the classes.
    shuffle
        How the physics was taken out of ``shuffled``.
    """

    name: str
    train: Part
    test: Part
    source: Part
    shuffled: Part
    question: str = ""
    answers: tuple[str, ...] = ()
    shuffle: str = ""

    def thinned(self, most: int) -> Domain:
        """Return the domain with at most so many tokens an item, standardised anew; see `thinned`."""
        if self.train.tokens.mask.shape[1] <= most:
            return self
        train, test, source, shuffled = (
            thinned(p.tokens, most) for p in (self.train, self.test, self.source, self.shuffled)
        )
        scale = _scale(train)
        return replace(
            self,
            train=replace(self.train, tokens=_scaled(train, scale)),
            test=replace(self.test, tokens=_scaled(test, scale)),
            source=Part(_scaled(source, _scale(source))),
            shuffled=Part(_scaled(shuffled, _scale(shuffled))),
        )

    def to(self, device: torch.device | str) -> Domain:
        """Move to where it is computed."""
        return replace(self, **{name: getattr(self, name).to(device) for name in PARTS})

    @property
    def device(self) -> torch.device:
        """Where the tokens are."""
        return self.train.tokens.values.device

    @property
    def width(self) -> int:
        """Width of the tokens."""
        return int(self.train.tokens.values.shape[2])


def generate(
    name: str,
    items: int,
    test_items: int,
    seed: int,
    weights: Weights = "random",
    options: Mapping[str, Any] | None = None,
    files: Sequence[Path] = (),
) -> Domain:
    """Generate items of an encoder's default kind (test items with another seed), read and encode them.

    Parameters
    ----------
    seed
        Of the training items and of a random encoder; test items take the next.
    options
        For the generator, such as ``{"resolution": 32}``.
    files
        Real data to pretrain on, each an observation of its own, as many items as there are for training; labels are
        those of generated items all the same.

    Raises
    ------
    EncoderNotFound, EncoderLoadError, WeightsError
        If there is no such encoder, it does not import, or its weights were asked for and are not there.
    InputError
        If its simulator gives no items, or its questions have no closed answers.
    """
    encoder_class = discovery.load(name)
    question, answers = next(iter(encoder_class.questions().items()), ("", ("", ())))
    if len(answers[1]) < 2:
        raise InputError(f"Encoder {name!r} asks no question with two or more answers; there is nothing to learn.")
    if weights == "shipped":
        encoder = load_encoder(name)
    else:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            build: Callable[[], Encoder] = encoder_class  # with its own defaults
            encoder = build().eval()
    with tempfile.TemporaryDirectory(prefix="physfm-probe-") as folder:
        train, test = (
            _samples(encoder_class, Path(folder) / f"{part}{encoder_class.suffixes[0]}", count, seed + part, options)
            for part, count in enumerate((items, test_items))
        )
    real = list(islice((s for file in files for s in encoder_class.read([file])), items)) if files else train
    shuffle = shuffle_of(encoder_class)
    without = shuffle.transform(real, torch.Generator().manual_seed(seed))
    tokens, held, shuffled = (tokens_of(encoder, part) for part in (train, test, without))
    source = tokens_of(encoder, real) if files else tokens
    scale = _scale(tokens)
    return Domain(
        name,
        _part(encoder_class, train, _scaled(tokens, scale), question, answers[1]),
        _part(encoder_class, test, _scaled(held, scale), question, answers[1]),
        Part(_scaled(source, _scale(source))),
        Part(_scaled(shuffled, _scale(shuffled))),
        *(answers[0], answers[1], shuffle.name),
    )


def passages(name: str, paths: Sequence[Path], items: int, test_items: int, seed: int) -> Domain:
    """Make a domain of a text: passages of 64 words, every word a fixed random vector of its own.

    Shuffled, the words of all passages are dealt anew: frequencies stay, language is lost.

    Raises
    ------
    InputError
        If the documents hold fewer passages than asked for.
    """
    from physfm.retrieval.document import read

    words = [word for document in read(paths) for word in document.text.split()]
    found = len(words) // PASSAGE
    if found < items + test_items:
        raise InputError(f"Expected {items + test_items} passages of {PASSAGE} words in {paths}, found {found}.")
    table = {w: np.random.default_rng(zlib.crc32(w.encode())).standard_normal(WORD_WIDTH) for w in set(words)}
    rng = np.random.default_rng(seed)
    chosen = rng.permutation(found)[: items + test_items]
    every = np.array(words[: found * PASSAGE], object).reshape(found, PASSAGE)[chosen]

    def part(rows: NDArray[np.object_]) -> Tokens:
        values = np.array([[table[w] for w in row] for row in rows], np.float32)
        return Tokens(torch.from_numpy(values), torch.ones(rows.shape, dtype=torch.bool))

    train, test = part(every[:items]), part(every[items:])
    without = part(rng.permutation(every[:items].flatten()).reshape(items, PASSAGE))
    scale = _scale(train)
    learned = Part(_scaled(train, scale))
    parts = (learned, Part(_scaled(test, scale)), learned, Part(_scaled(without, _scale(without))))
    return Domain(name, *parts, shuffle="words of different passages")


def _samples(
    encoder: type[Encoder], path: Path, items: int, seed: int, options: Mapping[str, Any] | None
) -> list[Sample]:
    kind = encoder.kinds()[0]
    try:
        kind.generate(path, items=items, seed=seed, **(options or {}))
    except TypeError as err:
        if not options:
            raise
        raise InputError(f"Generator {kind.name!r} does not take {sorted(options)}: {err}") from err
    found = list(islice(encoder.read([path]), items))
    if len(found) < items:
        raise InputError(f"Encoder {encoder.name!r} generated {len(found)} items where {items} were asked for.")
    return found


@torch.no_grad()
def tokens_of(encoder: Encoder, samples: Sequence[Sample]) -> Tokens:
    """Encode samples, items of like length together; in the order given."""
    ragged = encoder.ragged_axis()
    measured = next((q.name for q in encoder.inputs if ragged in q.axes and q.name != "mask"), None)
    size = [len(s.inputs[measured]) if measured else 0 for s in samples]
    order = sorted(range(len(samples)), key=size.__getitem__)
    encoded: dict[int, tuple[Tensor, Tensor]] = {}
    for start in range(0, len(order), CHUNK):
        rows = order[start : start + CHUNK]
        tokens = encoder(encoder.collate([samples[i] for i in rows]).inputs)
        encoded |= {i: (v, m) for i, v, m in zip(rows, tokens.values, tokens.mask, strict=True)}
    longest = max(len(m) for _, m in encoded.values())
    values = torch.zeros(len(samples), longest, encoder.width)
    mask = torch.zeros(len(samples), longest, dtype=torch.bool)
    for i, (v, m) in encoded.items():
        values[i, : len(m)], mask[i, : len(m)] = v, m
    return Tokens(values, mask)


def _scale(tokens: Tokens) -> tuple[Tensor, Tensor]:
    real = tokens.values[tokens.mask]
    return real.mean(0), real.std(0).clamp(min=1e-6)


def _scaled(tokens: Tokens, scale: tuple[Tensor, Tensor]) -> Tokens:
    return Tokens((tokens.values - scale[0]) / scale[1] * tokens.mask.unsqueeze(-1), tokens.mask)


def _part(
    encoder: type[Encoder], samples: Sequence[Sample], tokens: Tokens, kind: str, answers: tuple[str, ...]
) -> Part:
    said = [{q.kind: q.answer for q in encoder.describe(s).questions} for s in samples]
    classes = torch.tensor([answers.index(words[kind]) if kind in words else -1 for words in said])
    numbers = {
        q.name: torch.tensor([float(s.truth.get(q.name, float("nan"))) for s in samples]) for q in encoder.targets
    }
    # A target with a handful of values is a class in numbers; one that the generator does not know is empty.
    return Part(tokens, classes, {k: v for k, v in numbers.items() if len(v[v.isfinite()].unique()) > 10})


def thinned(tokens: Tokens, most: int) -> Tokens:
    """Average neighbouring tokens of every item that has more than ``most``, so that it keeps that many."""
    if tokens.mask.shape[1] <= most:
        return tokens
    count = tokens.mask.sum(1, keepdim=True)
    rank = (tokens.mask.cumsum(1) - 1).clamp(min=0)
    group = torch.where(count > most, rank * most // count.clamp(min=1), rank).clamp(max=most - 1)
    weight = tokens.mask.to(tokens.values.dtype)
    total = tokens.values.new_zeros(len(group), most).scatter_add_(1, group, weight)
    index = group.unsqueeze(-1).expand_as(tokens.values)
    summed = tokens.values.new_zeros(len(group), most, tokens.values.shape[2])
    summed.scatter_add_(1, index, tokens.values * weight.unsqueeze(-1))
    return Tokens(summed / total.clamp(min=1).unsqueeze(-1), total > 0)


# On disk --------------------------------------------------------------------------------------------------------


def kept(folder: Path, domain: Domain) -> Domain:
    """Write a domain as safetensors (half precision) and JSON; return it as it will be read."""
    state: dict[str, Tensor] = {}
    for name in PARTS:
        part: Part = getattr(domain, name)
        state |= {f"{name}.values": part.tokens.values.half(), f"{name}.mask": part.tokens.mask}
        state |= {f"{name}.classes": part.classes} if len(part.classes) else {}
        state |= {f"{name}.numbers.{k}": v for k, v in part.numbers.items()}
    card = {"question": domain.question, "answers": list(domain.answers), "shuffle": domain.shuffle}
    save_tensors(folder, domain.name, state, card)
    return read_kept(folder, domain.name)


def read_kept(folder: Path, name: str) -> Domain:
    """Read what `kept` wrote."""
    card, state = load_tensors(folder, name)

    def part(of: str) -> Part:
        tokens = Tokens(state[f"{of}.values"].float(), state[f"{of}.mask"])
        start = f"{of}.numbers."
        numbers = {k.removeprefix(start): v for k, v in state.items() if k.startswith(start)}
        return Part(tokens, state.get(f"{of}.classes", torch.zeros(0, dtype=torch.long)), numbers)

    parts = {of: part(of) for of in PARTS}
    return Domain(
        name=name, question=card["question"], answers=tuple(card["answers"]), shuffle=card["shuffle"], **parts
    )
