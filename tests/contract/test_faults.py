"""For every check of the conformance suite a wrong encoder, caught by exactly that check and named for what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from physfm.encoder import Encoder, Inputs, Shuffle, Symmetry
from physfm.probing.controls import exchange
from physfm.testing import ContractError, check_encoder
from physfm.types import Batch, Description, Measured, Quantity, Question, Sample, Tokens
from physfm_toy import ToyEncoder

COUNTER = count(1)
CHECKS = [
    "declaration",
    "units",
    "shapes",
    "padding",
    "symmetries",
    "gradients",
    "determinism",
    "precision",
    "save-and-load",
    "words",
    "measurements",
    "shuffle",
]


@pytest.fixture(scope="module")
def swings(tmp_path_factory: pytest.TempPathFactory) -> list[Sample]:
    path = tmp_path_factory.mktemp("toy") / "swings.csv"
    ToyEncoder.kinds()[0].generate(path, items=4, seed=1)
    return list(ToyEncoder.read([path]))


def test_the_toy_keeps_the_contract(swings: list[Sample]) -> None:
    assert check_encoder(ToyEncoder(), swings) == CHECKS


def test_an_encoder_is_left_as_it_was(swings: list[Sample]) -> None:
    encoder = ToyEncoder()
    before = {k: v.clone() for k, v in encoder.state_dict().items()}
    check_encoder(encoder, swings)
    assert all(torch.equal(v, before[k]) and v.dtype == before[k].dtype for k, v in encoder.state_dict().items())
    assert all(p.grad is None for p in encoder.parameters())


def caught(encoder: Encoder, samples: Sequence[Sample], check: str, words: str) -> None:
    with pytest.raises(ContractError, match=words) as failure:
        check_encoder(encoder, samples)
    assert str(failure.value).startswith(f"[{check}]")


# Declarations -------------------------------------------------------------------------------------------------------


def declared(**changes: Any) -> ToyEncoder:
    return type("Wrong", (ToyEncoder,), {"__module__": __name__, **changes})()


def changed(index: int, **changes: Any) -> tuple[Quantity, ...]:
    quantities = list(ToyEncoder.inputs)
    quantities[index] = replace(quantities[index], **changes)
    return tuple(quantities)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "two words"}, "is no identifier"),
        ({"name": ""}, "is no identifier"),
        ({"inputs": ()}, "no inputs"),
        ({"inputs": changed(0, unit="fortnights per")}, "'time': Expected a unit"),
        ({"inputs": changed(0, axes=("time", "batch"))}, "must start with axis 'batch'"),
        ({"inputs": changed(0, axes=("batch", "events"))}, r"outside the vocabulary.*events"),
        ({"inputs": changed(1, meaning=" ")}, "'angle' does not say what it means"),
        ({"targets": (replace(ToyEncoder.targets[0], unit="quux"),)}, "'length': Expected a unit"),
        ({"targets": ToyEncoder.targets[:1]}, r"targets do not declare: \['damped'\]"),
        ({"symmetries": (replace(ToyEncoder.symmetries[0], tolerance=1.0),)}, "tolerates 1.0: no claim"),
    ],
)
def test_a_wrong_declaration(changes: dict[str, Any], words: str, swings: list[Sample]) -> None:
    caught(declared(**changes), swings, "declaration", words)


class ConfigWithoutWidth(ToyEncoder):
    def __init__(self, width: int = 32, hidden: int = 8) -> None:
        super().__init__(width=width)
        self.config = {"width": width}
        self.extra = nn.Linear(hidden, hidden)


def test_an_incomplete_config(swings: list[Sample]) -> None:
    caught(ConfigWithoutWidth(hidden=16), swings, "declaration", r"config is incomplete.*\['hidden'\]")


class ConfigOfAnotherShape(ToyEncoder):
    def __init__(self, width: int = 32) -> None:
        super().__init__(width=2 * width)
        self.config = {"width": width // 2}


def test_a_config_that_rebuilds_something_else(swings: list[Sample]) -> None:
    caught(ConfigOfAnotherShape(), swings, "declaration", "has other parameters")


def test_too_few_samples(swings: list[Sample]) -> None:
    caught(ToyEncoder(), swings[:2], "arguments", "at least three samples, got 2")


# Units --------------------------------------------------------------------------------------------------------------


class UnitIgnored(ToyEncoder):
    @classmethod
    def _checked(cls, sample: Sample, quantity: Quantity) -> Tensor:
        return sample.inputs[quantity.name]


class FactorIgnored(ToyEncoder):
    @classmethod
    def _checked(cls, sample: Sample, quantity: Quantity) -> Tensor:
        super()._checked(sample, quantity)
        return sample.inputs[quantity.name]


class SecondUnitIgnored(ToyEncoder):
    @classmethod
    def _checked(cls, sample: Sample, quantity: Quantity) -> Tensor:
        return sample.inputs["angle"] if quantity.name == "angle" else super()._checked(sample, quantity)


def test_a_unit_of_another_dimension_taken_in(swings: list[Sample]) -> None:
    caught(UnitIgnored(), swings, "units", r"'time' \(declared in 's'\) was accepted in 'GeV'")


def test_a_conversion_factor_left_out(swings: list[Sample]) -> None:
    caught(FactorIgnored(), swings, "units", "does not collate to the same values")


def test_a_unit_ignored_in_the_second_input(swings: list[Sample]) -> None:
    caught(SecondUnitIgnored(), swings, "units", "'angle'.* was accepted in 'GeV'")


class UnitInvented(ToyEncoder):
    @classmethod
    def _checked(cls, sample: Sample, quantity: Quantity) -> Tensor:
        units = {"time": "s", "angle": "rad", **sample.units}
        return super()._checked(replace(sample, units=units), quantity)


def test_a_missing_unit_guessed(swings: list[Sample]) -> None:
    caught(UnitInvented(), swings, "units", "was accepted without a unit")


def test_samples_without_a_unit(swings: list[Sample]) -> None:
    bare = [replace(s, units={"time": "s", "angle": "rad"}) for s in swings[1:]]
    broken = [*bare, replace(swings[0], units={"angle": "rad"})]
    encoder = UnitInvented()
    caught(encoder, broken, "units", "carry no unit for 'time'")


# Shapes -------------------------------------------------------------------------------------------------------------


class OtherForward(ToyEncoder):
    """The toy with its tokens changed by `change`."""

    def forward(self, inputs: Inputs) -> Tokens:
        return self.change(super().forward(inputs), inputs)

    def change(self, tokens: Tokens, inputs: Inputs) -> Tokens:
        raise NotImplementedError


class TooNarrow(OtherForward):
    def change(self, tokens: Tokens, inputs: Inputs) -> Tokens:
        return Tokens(tokens.values[..., 1:], tokens.mask)


class Unmasked(OtherForward):
    def change(self, tokens: Tokens, inputs: Inputs) -> Tokens:
        return Tokens(tokens.values, torch.zeros_like(tokens.mask))


class NotANumber(OtherForward):
    def change(self, tokens: Tokens, inputs: Inputs) -> Tokens:
        return Tokens(tokens.values.log(), tokens.mask)


class Constant(OtherForward):
    def change(self, tokens: Tokens, inputs: Inputs) -> Tokens:
        return Tokens(torch.ones_like(tokens.values), tokens.mask)


class FewerItems(OtherForward):
    def change(self, tokens: Tokens, inputs: Inputs) -> Tokens:
        return Tokens(tokens.values[1:], tokens.mask[1:])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (TooNarrow, "width is 31, declared 32"),
        (Unmasked, "no real token"),
        (NotANumber, "NaN or infinity"),
        (Constant, "ignores its input"),
        (FewerItems, r"values are \(3, "),
    ],
)
def test_wrong_tokens(wrong: type[ToyEncoder], words: str, swings: list[Sample]) -> None:
    caught(wrong(), swings, "shapes", words)


# Padding and symmetries ---------------------------------------------------------------------------------------------


class LeakedPadding(OtherForward):
    def change(self, tokens: Tokens, inputs: Inputs) -> Tokens:
        return Tokens(tokens.values + 10 * inputs["angle"].mean(1)[:, None, None], tokens.mask)


class LeakedNeighbours(OtherForward):
    """Normalises over the batch: an item's tokens depend on its neighbours."""

    def change(self, tokens: Tokens, inputs: Inputs) -> Tokens:
        return Tokens(tokens.values - tokens.values.mean(), tokens.mask)


class LeakedGarbage(OtherForward):
    def change(self, tokens: Tokens, inputs: Inputs) -> Tokens:
        return Tokens(tokens.values + inputs["time"].amax(1)[:, None, None].clamp(min=5.5), tokens.mask)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (LeakedPadding, "alone and in a batch differ"),
        (LeakedNeighbours, "alone and in a batch differ"),
        (LeakedGarbage, "padding filled with 7 changes the pooled latents"),
    ],
)
@pytest.mark.parametrize("even", [False, True], ids=["uneven", "even"])
def test_leaked_padding(wrong: type[ToyEncoder], words: str, even: bool, swings: list[Sample]) -> None:
    cut = [replace(s, inputs={k: v[:40] for k, v in s.inputs.items()}) for s in swings]
    caught(wrong(), cut if even else swings, "padding", words)


def mirror(inputs: Inputs, generator: torch.Generator) -> Inputs:
    return {**inputs, "angle": -inputs["angle"]}


def identity(inputs: Inputs, generator: torch.Generator) -> Inputs:
    return dict(inputs)


def forgetful(inputs: Inputs, generator: torch.Generator) -> Inputs:
    return {k: v for k, v in inputs.items() if k != "mask"}


class OrderMatters(OtherForward):
    """Rotary in disguise: tokens carry their position, so the declared permutation symmetry is a lie."""

    def change(self, tokens: Tokens, inputs: Inputs) -> Tokens:
        position = torch.linspace(0, 1, 100, dtype=tokens.values.dtype)[: tokens.values.shape[1], None]
        return Tokens(tokens.values * (1 + position * tokens.values), tokens.mask)


def test_a_lying_symmetry(swings: list[Sample]) -> None:
    lie = Symmetry("mirror", mirror, 1e-3, "left is not right")
    caught(declared(symmetries=(lie,)), swings, "symmetry mirror", "change by .*, claimed 0.001")


def test_a_lying_permutation(swings: list[Sample]) -> None:
    caught(OrderMatters(), swings, "symmetry permutation", "pooled latents change by")


def test_a_transform_that_is_the_identity(swings: list[Sample]) -> None:
    empty = Symmetry("nothing", identity, 1e-3, "")
    caught(declared(symmetries=(empty,)), swings, "symmetry nothing", "changes nothing, so it proves nothing")


def test_a_transform_that_loses_an_input(swings: list[Sample]) -> None:
    caught(declared(symmetries=(Symmetry("x", forgetful, 1e-3, ""),)), swings, "symmetry x", r"returned no \['mask'\]")


# Gradients ----------------------------------------------------------------------------------------------------------


class UnreachedParameter(ToyEncoder):
    def __init__(self, width: int = 32) -> None:
        super().__init__(width)
        self.config = {"width": width}
        self.forgotten = nn.Parameter(torch.zeros(3))


class DeadParameter(UnreachedParameter):
    def losses(self, batch: Batch) -> dict[str, Tensor]:
        return {**super().losses(batch), "dead": 0.0 * self.forgotten.sum()}


class DetachedHead(ToyEncoder):
    def losses(self, batch: Batch) -> dict[str, Tensor]:
        pooled = self(batch.inputs).pooled.detach()
        return {"length": self.heads(pooled).pow(2).mean()}


class InfiniteLoss(ToyEncoder):
    def losses(self, batch: Batch) -> dict[str, Tensor]:
        return {name: loss / 0.0 for name, loss in super().losses(batch).items()}


class InfiniteGradient(ToyEncoder):
    def losses(self, batch: Batch) -> dict[str, Tensor]:
        return {"length": sum(super().losses(batch).values()), "root": (0.0 * self.heads.bias).abs().sqrt().sum()}


class LossPerItem(ToyEncoder):
    def losses(self, batch: Batch) -> dict[str, Tensor]:
        return {"length": self.predict(batch)["log_length"]}


class NoLoss(ToyEncoder):
    def losses(self, batch: Batch) -> dict[str, Tensor]:
        return {}


class IgnoredInput(ToyEncoder):
    symmetries = ()

    def forward(self, inputs: Inputs) -> Tokens:
        return super().forward({**inputs, "time": inputs["time"].detach()})


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (UnreachedParameter, r"no gradient reaches \['forgotten'\]"),
        (DeadParameter, r"no gradient reaches \['forgotten'\]"),
        (DetachedHead, r"no gradient reaches \['embed.weight'"),
        (InfiniteLoss, "must be one finite number"),
        (InfiniteGradient, r"not finite for \['heads.bias'\]"),
        (LossPerItem, "must be one finite number"),
        (NoLoss, "losses.. returned nothing"),
        (IgnoredInput, "do not depend on input 'time'"),
    ],
)
def test_wrong_gradients(wrong: type[ToyEncoder], words: str, swings: list[Sample]) -> None:
    caught(wrong(), swings, "gradients", words)


class LeakedGradient(OtherForward):
    """Adds a function of the padding that happens to vanish in value but not in slope."""

    def change(self, tokens: Tokens, inputs: Inputs) -> Tokens:
        angle = inputs["angle"]
        ghost = (angle - angle.detach()) * ~inputs["mask"]
        return Tokens(tokens.values + ghost.sum(1)[:, None, None], tokens.mask)


def test_a_gradient_that_leaks_into_padding(swings: list[Sample]) -> None:
    caught(LeakedGradient(), swings, "gradients", "padding of 'angle' receives a gradient")


# Determinism, precision, disk ---------------------------------------------------------------------------------------


class RandomTokens(OtherForward):
    def change(self, tokens: Tokens, inputs: Inputs) -> Tokens:
        return Tokens(tokens.values + 1e-5 * torch.randn_like(tokens.values), tokens.mask)


class DropoutLeftOn(OtherForward):
    def change(self, tokens: Tokens, inputs: Inputs) -> Tokens:
        noise = nn.functional.dropout(tokens.values, 1e-4, training=True) - tokens.values
        return Tokens(tokens.values + 1e-3 * noise, tokens.mask)


@pytest.mark.parametrize("wrong", [RandomTokens, DropoutLeftOn])
def test_randomness_in_eval_mode(wrong: type[ToyEncoder], swings: list[Sample]) -> None:
    caught(wrong(), swings, "determinism", "different tokens")


class SinglePrecision(OtherForward):
    def change(self, tokens: Tokens, inputs: Inputs) -> Tokens:
        return Tokens(tokens.values.float(), tokens.mask)


class Overflowing(OtherForward):
    """Catastrophic cancellation: right in float64, noise in float32."""

    def change(self, tokens: Tokens, inputs: Inputs) -> Tokens:
        return Tokens((tokens.values + 3e6) - 3e6, tokens.mask)


@pytest.mark.parametrize(
    ("wrong", "words"), [(SinglePrecision, "gave torch.float32"), (Overflowing, "float32 and float64 differ")]
)
def test_lost_precision(wrong: type[ToyEncoder], words: str, swings: list[Sample]) -> None:
    caught(wrong(), swings, "precision", words)


class UnsavedState(OtherForward):
    def __init__(self, width: int = 32) -> None:
        super().__init__(width)
        self.config = {"width": width}
        self.secret = float(torch.rand(()))

    def change(self, tokens: Tokens, inputs: Inputs) -> Tokens:
        return Tokens(tokens.values + self.secret, tokens.mask)


class UnsavedHead(ToyEncoder):
    def __init__(self, width: int = 32) -> None:
        super().__init__(width)
        self.config = {"width": width}
        self.register_buffer("secret", torch.rand(()), persistent=False)

    def predict(self, batch: Batch) -> dict[str, Tensor]:
        found = super().predict(batch)
        return {**found, "damped": found["damped"] + self.secret}


class ConfigNotJson(ToyEncoder):
    def __init__(self, width: int = 32, folder: Path = Path("runs")) -> None:
        super().__init__(width)
        self.config = {"width": width, "folder": folder}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (UnsavedState, "the loaded encoder gives other tokens"),
        (UnsavedHead, r"predict other values of \['damped'\]"),
        (ConfigNotJson, "does not fit into JSON"),
    ],
)
def test_state_that_is_not_saved(wrong: type[ToyEncoder], words: str, swings: list[Sample]) -> None:
    caught(wrong(), swings, "save-and-load", words)


# Words and measurements ---------------------------------------------------------------------------------------------


class MadeUpAnswer(ToyEncoder):
    def answers(self, batch: Batch) -> list[dict[str, str]]:
        return [{"damping": "Perhaps."} for _ in batch.ids]


class MadeUpTruth(ToyEncoder):
    @classmethod
    def describe(cls, sample: Sample) -> Description:
        return Description("A pendulum.", (Question("Is it damped?", "damped", "damping"),))


class SilentHead(ToyEncoder):
    def answers(self, batch: Batch) -> list[dict[str, str]]:
        return [{} for _ in batch.ids]


class OneAnswer(ToyEncoder):
    @classmethod
    def questions(cls) -> dict[str, tuple[str, tuple[str, ...]]]:
        return {"damping": ("Is it damped?", ("Yes.",))}


class AnswerForAll(ToyEncoder):
    def answers(self, batch: Batch) -> list[dict[str, str]]:
        return super().answers(batch)[:1]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (MadeUpAnswer, "the head answers 'Perhaps.'"),
        (MadeUpTruth, r"describe\(\) answers 'damped'"),
        (SilentHead, r"no head answers the questions \['damping'\]"),
        (OneAnswer, "at least two different answers"),
        (AnswerForAll, "1 answers were given to 4 items"),
    ],
)
def test_wrong_words(wrong: type[ToyEncoder], words: str, swings: list[Sample]) -> None:
    caught(wrong(), swings, "words", words)


class Remeasured(ToyEncoder):
    """The toy with the first measured quantity changed by `changes`."""

    changes: dict[str, Any]

    def measure(self, samples: Sequence[Sample]) -> list[Measured]:
        found = super().measure(samples)
        return [Measured(m.id, (replace(m.quantities[0], **self.changes), *m.quantities[1:])) for m in found]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "mass"}, "'mass' is measured but not declared"),
        ({"unit": "cm"}, "measured in 'cm', declared in 'm'"),
        ({"value": float("nan")}, "is nan"),
        ({"uncertainty": -1.0}, "uncertainty of 'length' .* is -1.0"),
        ({"uncertainty": float("inf")}, "is inf"),
        ({"method": ""}, "does not say how it was measured"),
    ],
)
def test_wrong_measurements(changes: dict[str, Any], words: str, swings: list[Sample]) -> None:
    wrong = type("Wrong", (Remeasured,), {"__module__": __name__, "changes": changes})
    caught(wrong(), swings, "measurements", words)


class Silent(ToyEncoder):
    def measure(self, samples: Sequence[Sample]) -> list[Measured]:
        return []


def test_nothing_measured(swings: list[Sample]) -> None:
    caught(Silent(), swings, "measurements", "returned nothing")


def _drop(samples: Sequence[Sample], generator: torch.Generator) -> list[Sample]:
    return exchange(ToyEncoder, samples, generator)[1:]


def _keep_truth(samples: Sequence[Sample], generator: torch.Generator) -> list[Sample]:
    made = exchange(ToyEncoder, samples, generator)
    return [replace(new, truth=old.truth) for new, old in zip(made, samples, strict=True)]


def _in_place(samples: Sequence[Sample], generator: torch.Generator) -> list[Sample]:
    for sample in samples:
        sample.inputs["angle"].mul_(-1)
    return exchange(ToyEncoder, samples, generator)


@pytest.mark.parametrize(
    ("transform", "words"),
    [
        (_drop, "4 samples gave 3"),
        (_keep_truth, "still carry truth"),
        (_in_place, "samples given were changed"),
        (lambda samples, generator: exchange(ToyEncoder, samples, torch.Generator()), None),
        (lambda samples, _: [replace(s, truth={}) for s in samples], "nothing was shuffled"),
        (lambda samples, _: exchange(ToyEncoder, samples, torch.Generator().manual_seed(next(COUNTER))), "same seed"),
    ],
)
def test_a_wrong_shuffle(transform: Any, words: str | None, swings: list[Sample]) -> None:
    samples = [replace(s, inputs={k: v.clone() for k, v in s.inputs.items()}) for s in swings]
    encoder = declared(shuffle=Shuffle("mixed", transform, "Keeps readings."))
    if words is None:
        assert check_encoder(encoder, samples) == CHECKS
    else:
        caught(encoder, samples, "shuffle", words)


def test_weights_live_beside_the_package() -> None:
    assert ToyEncoder.weights() == Path(__file__).parents[1] / "toy_plugin" / "physfm_toy" / "weights"
