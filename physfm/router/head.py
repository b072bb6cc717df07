"""The weights of the learned router: a softmax over intents, a logistic for "several", and what calibrates them.

Linear, so that the fit is convex and an encoder that joins later adds one row to the softmax without touching the
others: `joined` fits that row against a stored sample of training questions (their embeddings and what the shipped head
says of them), in well under a second. Weights are stored as float16, embeddings as int8.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physfm.errors import WeightsError
from physfm.router import features
from physfm.router.examples import FREE
from physfm.router.plan import ENCODER

FOLDER = Path(__file__).with_name("weights")
NAME = "routing"
RIDGE = 1e-4
"""Of a joined row; the embedding part of features has length 4."""

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Head:
    """The fitted numbers.

    Parameters
    ----------
    intents
        Names of the columns.
    weight, bias
        (features, intents) and (intents,), of the softmax.
    attached
        (intents,), added where any file is attached.
    own
        Added to an encoder whose kind of file is attached.
    several, several_bias
        (features,) and number, of the logit that several experts are wanted.
    background
        (questions, 384), embeddings of a sample of training questions.
    logits, truth
        (questions, intents) and (questions,): what the head says of that sample, and what is true.
    calibration
        Weights of (1, logit of the share, several experts, novelty) in the logit of being right.
    """

    intents: tuple[str, ...]
    weight: Array
    bias: Array
    attached: Array
    own: float
    several: Array
    several_bias: float
    background: Array
    logits: Array
    truth: NDArray[np.int64]
    calibration: tuple[float, float, float, float]

    def score(self, table: Array, attachments: Sequence[Sequence[str]]) -> Array:
        """Logits of all intents, (questions, intents).

        Parameters
        ----------
        table
            (questions, features).
        attachments
            Of every question.
        """
        logits = table @ self.weight + self.bias
        for row, names in enumerate(attachments):
            if names:
                logits[row] += self.attached
            logits[row] += self.own * self.owned(names)
        return np.asarray(logits, np.float32)

    def owned(self, names: Sequence[str]) -> Array:
        """(intents,), 1 for encoders whose kind of file is attached."""
        kinds = [i.removeprefix(ENCODER).removesuffix(FREE) if i.startswith(ENCODER) else "" for i in self.intents]
        return np.array([kind in names if kind else False for kind in kinds], np.float32)

    def novelty(self, meaning: Array) -> Array:
        """Distance to the nearest stored training question: 1 - cosine, (questions,)."""
        return np.asarray(1 - (meaning @ self.background.T).max(1), np.float32)

    def confidence(self, share: float, several: bool, novelty: float) -> float:
        """Probability that a plan is right, from the share of its outcome."""
        share = min(max(share, 1e-5), 1 - 1e-5)
        columns = (1.0, math.log(share / (1 - share)), float(several), novelty)
        logit = sum(w * x for w, x in zip(self.calibration, columns, strict=True))
        return 1 / (1 + math.exp(-logit))

    def joined(self, intent: str, questions: Sequence[str]) -> Head:
        """Return a head with one more intent, fitted on questions that want it; all others stay as they are.

        Parameters
        ----------
        intent
            Such as ``encoder:toy``.
        questions
            At least one.
        """
        table = features.features(questions)
        own_meaning = table[:, features.MEANING]
        meaning = np.concatenate([own_meaning, features.MEANING_SCALE * self.background])
        known = np.concatenate([table @ self.weight + self.bias, self.logits])
        wanted = np.concatenate([np.full(len(questions), len(self.intents)), self.truth])
        row, bias = _row(meaning, known, wanted)
        column = np.zeros((len(self.weight), 1), np.float32)
        column[features.MEANING, 0] = row
        encoders = [place for place, name in enumerate(self.intents) if name.startswith(ENCODER)]
        attached = self.attached[encoders].mean() if encoders else 0.0
        return replace(
            self,
            intents=(*self.intents, intent),
            weight=np.concatenate([self.weight, column], 1),
            bias=np.append(self.bias, np.float32(bias)),
            attached=np.append(self.attached, np.float32(attached)),
            background=np.concatenate([self.background, own_meaning / features.MEANING_SCALE]),
            logits=np.concatenate(
                [
                    np.concatenate([self.logits, known[: len(questions)]]),
                    (np.concatenate([features.MEANING_SCALE * self.background, own_meaning]) @ row + bias)[:, None],
                ],
                1,
            ).astype(np.float32),
            truth=np.concatenate([self.truth, np.full(len(questions), len(self.intents))]),
        )

    def without(self, names: Sequence[str]) -> Head:
        """Return a head without the intents of encoders that are not installed."""
        keep = np.array([place for place, name in enumerate(self.intents) if name not in names])
        places = {int(old): new for new, old in enumerate(keep)}
        rows = np.array([int(t) in places for t in self.truth])
        return replace(
            self,
            intents=tuple(self.intents[place] for place in keep),
            weight=self.weight[:, keep],
            bias=self.bias[keep],
            attached=self.attached[keep],
            background=self.background[rows],
            logits=self.logits[rows][:, keep],
            truth=np.array([places[int(t)] for t in self.truth[rows]]),
        )

    def save(self, folder: Path, facts: Mapping[str, Any]) -> None:
        """Write as safetensors and JSON."""
        import torch

        from physfm.checkpoint import save_tensors

        half, whole = np.float16, np.float32
        bytes_ = np.round(127 * self.background / np.abs(self.background).max(1, keepdims=True))  # load makes length 1
        state = {
            "weight": self.weight.astype(half),
            "bias": self.bias.astype(whole),
            "attached": self.attached.astype(whole),
            "own": np.array([self.own], whole),
            "several": self.several.astype(half),
            "several_bias": np.array([self.several_bias], whole),
            "background": bytes_.astype(np.int8),
            "logits": self.logits.astype(half),
            "truth": self.truth.astype(np.int16),
            "calibration": np.array(self.calibration, whole),
        }
        card = {"intents": list(self.intents), "features": features.WIDTH, **facts}
        save_tensors(folder, NAME, {name: torch.from_numpy(np.ascontiguousarray(a)) for name, a in state.items()}, card)

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Head:
        """Read what `save` wrote.

        Raises
        ------
        WeightsError
            If the files are missing, damaged, or made for other features.
        """
        from physfm.checkpoint import load_tensors

        card, state = load_tensors(folder, NAME)
        if card.get("features") != features.WIDTH:
            raise WeightsError(
                f"{folder / NAME}.json was made for {card.get('features')} features, the router has {features.WIDTH}. "
                "Fit it anew: python -m benchmarks routing --fit"
            )
        array = {name: tensor.float().numpy() for name, tensor in state.items()}
        background = array["background"]
        return cls(
            intents=tuple(card["intents"]),
            weight=array["weight"],
            bias=array["bias"],
            attached=array["attached"],
            own=float(array["own"][0]),
            several=array["several"],
            several_bias=float(array["several_bias"][0]),
            background=background / np.linalg.norm(background, axis=1, keepdims=True),
            logits=array["logits"],
            truth=array["truth"].astype(np.int64),
            calibration=tuple(array["calibration"].tolist()),
        )


def _row(meaning: Array, known: Array, wanted: NDArray[np.int64]) -> tuple[Array, float]:
    """Weights and bias of the new last column of a softmax whose other columns are given."""
    import torch

    x, rest = torch.from_numpy(np.ascontiguousarray(meaning)), torch.from_numpy(np.ascontiguousarray(known))
    truth = torch.from_numpy(wanted)
    new = truth == rest.shape[1]
    # Both sides weigh the same, however many questions a plug-in brings.
    weight = torch.where(new, 0.5 / new.sum(), 0.5 / (~new).sum())
    row = torch.zeros(x.shape[1], requires_grad=True)
    bias = torch.zeros((), requires_grad=True)
    search = torch.optim.LBFGS([row, bias], max_iter=100, line_search_fn="strong_wolfe")

    def closure() -> Any:
        search.zero_grad()
        logits = torch.cat([rest, (x @ row + bias)[:, None]], 1)
        loss = (weight * torch.nn.functional.cross_entropy(logits, truth, reduction="none")).sum()
        loss = loss + RIDGE * (row**2).sum()
        loss.backward()
        return loss

    search.step(closure)
    return row.detach().numpy(), float(bias.detach())
