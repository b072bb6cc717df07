"""The public conformance suite: `check_encoder` holds an encoder, ours or anyone's, to what it declares.

Covered: the declarations themselves, units, shapes, padding, every declared symmetry, gradients of the network and of
its objectives, determinism, precision, save and load, words, measurements, and data without physics. tests/contract
seeds a fault for each check and sees it caught. Not covered: whether the physics is right; that is for the encoder's
own tests against an independent authority.
"""

from __future__ import annotations

import copy
import inspect
import math
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor

from physfm import checkpoint
from physfm.encoder import Encoder
from physfm.errors import UnitError
from physfm.types import Quantity, Sample, Tokens
from physfm.units import factor, parse, registry

AXES = ("batch", "particles", "detectors", "points", "tokens", "time", "channel", "space", "width")


class ContractError(AssertionError):
    """An encoder does not keep its contract; the message names the check."""


def _require(condition: bool, check: str, message: str) -> None:
    if not condition:
        raise ContractError(f"[{check}] {message}")


def check_encoder(encoder: Encoder, batch: Sequence[Sample]) -> list[str]:
    """Verify every declaration of an encoder on real or generated samples.

    Parameters
    ----------
    encoder
        Any `Encoder`; it is put into eval mode.
    batch
        At least three samples, of different lengths if the encoder has a ragged axis.

    Returns
    -------
    checks
        Names of the checks that were made.

    Raises
    ------
    ContractError
        At the first check that fails; the message says which and by how much.
    """
    _require(len(batch) >= 3, "arguments", f"check_encoder needs at least three samples, got {len(batch)}.")
    encoder = encoder.eval()
    checks: dict[str, Callable[[Encoder, Sequence[Sample]], None]] = {
        "declaration": check_declaration,
        "units": check_units,
        "shapes": check_shapes,
        "padding": check_padding,
        "symmetries": check_symmetries,
        "gradients": check_gradients,
        "determinism": check_determinism,
        "precision": check_precision,
        "save-and-load": check_save_and_load,
        "words": check_words,
        "measurements": check_measurements,
        "shuffle": check_shuffle,
    }
    for check in checks.values():
        check(encoder, batch)
    return list(checks)


def check_declaration(encoder: Encoder, batch: Sequence[Sample]) -> None:
    """Names, axes, units and meanings are present and readable; a configuration rebuilds the encoder."""
    _require(
        bool(encoder.name) and encoder.name.isidentifier(), "declaration", f"name {encoder.name!r} is no identifier."
    )
    _require(len(encoder.inputs) > 0, "declaration", "no inputs are declared.")
    for quantity in (*encoder.inputs, *encoder.targets):
        where = f"quantity {quantity.name!r}"
        try:
            parse(quantity.unit)
        except UnitError as err:
            raise ContractError(f"[declaration] {where}: {err}") from err
        _require(
            quantity.axes[:1] == ("batch",),
            "declaration",
            f"{where} must start with axis 'batch', got {quantity.axes}.",
        )
        unknown = set(quantity.axes) - set(AXES)
        _require(not unknown, "declaration", f"{where} uses axes outside the vocabulary {AXES}: {sorted(unknown)}.")
        _require(bool(quantity.meaning.strip()), "declaration", f"{where} does not say what it means.")
    for symmetry in encoder.symmetries:
        _require(
            symmetry.tolerance < 0.5,
            "declaration",
            f"symmetry {symmetry.name!r} tolerates {symmetry.tolerance}: no claim.",
        )
    arguments = inspect.signature(type(encoder)).parameters.values()
    named = {a.name for a in arguments if a.kind not in (a.VAR_KEYWORD, a.VAR_POSITIONAL)}
    forgotten = sorted(named - set(encoder.config))
    _require(not forgotten, "declaration", f"config is incomplete: super().__init__ was not given {forgotten}.")
    rebuilt = type(encoder)(**encoder.config)
    same = {k: v.shape for k, v in rebuilt.state_dict().items()} == {
        k: v.shape for k, v in encoder.state_dict().items()
    }
    _require(same, "declaration", f"{type(encoder).__name__}(**config) has other parameters; config is incomplete.")
    undeclared = {name for s in batch for name in s.truth} - {q.name for q in encoder.targets}
    _require(not undeclared, "declaration", f"samples hold truth that targets do not declare: {sorted(undeclared)}.")


def check_units(encoder: Encoder, batch: Sequence[Sample]) -> None:
    """A rescaled unit gives the same inputs; another dimension, or no unit, is refused; for every input."""
    reference = encoder.collate(batch).inputs
    for quantity in encoder.inputs:
        if quantity.name != "mask":
            _check_unit(encoder, batch, quantity, reference[quantity.name])


def _check_unit(encoder: Encoder, batch: Sequence[Sample], quantity: Quantity, reference: Tensor) -> None:
    name = quantity.name

    def with_unit(sample: Sample, new: str | None, scale: float) -> Sample:
        units = {k: v for k, v in sample.units.items() if k != name}
        if new is not None:
            units[name] = new
        return replace(sample, units=units, inputs={**sample.inputs, name: sample.inputs[name] * scale})

    lacking = [s.id for s in batch if name not in s.units]
    _require(not lacking, "units", f"samples carry no unit for {name!r}: {lacking[:3]}.")
    other = "GeV" if parse(quantity.unit).dimensionality != parse("GeV").dimensionality else "s"
    for wrong in (other, None):
        try:
            encoder.collate([with_unit(s, wrong, 1.0) for s in batch])
        except UnitError:
            continue
        given = "without a unit" if wrong is None else f"in {wrong!r}"
        raise ContractError(f"[units] {name!r} (declared in {quantity.unit!r}) was accepted {given}.")
    unit = batch[0].units[name]
    # Base units rescale a GeV, kilo a metre, percent a pure number.
    for new in (str(registry().Quantity(1.0, parse(unit)).to_root_units().units), f"kilo{unit}", "percent"):
        try:
            scales = [factor(s.units[name], new) for s in batch]
        except UnitError:  # there is no kiloGeV
            continue
        again = [with_unit(s, new, x) for s, x in zip(batch, scales, strict=True)]
        scaled = encoder.collate(again).inputs[name]
        close = torch.allclose(scaled, reference, rtol=1e-5, atol=1e-6 * float(reference.abs().max()))
        _require(close, "units", f"{name!r} in {new!r} and in {unit!r} does not collate to the same values.")


def _tokens(encoder: Encoder, batch: Sequence[Sample]) -> Tokens:
    with torch.no_grad():
        return encoder(encoder.collate(batch).inputs)


def check_shapes(encoder: Encoder, batch: Sequence[Sample]) -> None:
    """Tokens are (batch, tokens, width) with a mask, finite, and different for different items."""
    tokens = _tokens(encoder, batch)
    _require(
        tokens.values.ndim == 3 and tokens.values.shape[0] == len(batch),
        "shapes",
        f"values are {tuple(tokens.values.shape)}.",
    )
    _require(
        tokens.values.shape[2] == encoder.width,
        "shapes",
        f"width is {tokens.values.shape[2]}, declared {encoder.width}.",
    )
    _require(
        tokens.mask.shape == tokens.values.shape[:2] and tokens.mask.dtype == torch.bool,
        "shapes",
        f"mask is {tokens.mask.dtype} {tuple(tokens.mask.shape)}.",
    )
    _require(bool(tokens.mask.any(1).all()), "shapes", "an item has no real token.")
    _require(bool(torch.isfinite(tokens.values).all()), "shapes", "tokens hold NaN or infinity.")
    spread = tokens.pooled.std(0).max()
    _require(float(spread) > 1e-6, "shapes", "all items have the same pooled latents; the encoder ignores its input.")


def _distance(a: Tensor, b: Tensor) -> float:
    return float((a - b).abs().max() / b.pow(2).mean().sqrt().clamp(min=1e-12))


def _uneven(encoder: Encoder, batch: Sequence[Sample]) -> list[Sample]:
    """Return the batch with two lengths along the ragged axis at least: the first item loses an entry if need be."""
    ragged, items = encoder.ragged_axis(), list(batch)
    axes = {q.name: q.axes.index(ragged) - 1 for q in encoder.inputs if ragged in q.axes}
    cut = {k: v for k, v in items[0].inputs.items() if k in axes}
    long_enough = cut and all(v.shape[axes[k]] > 1 for k, v in cut.items())
    if ragged and long_enough and bool(encoder.collate(items).inputs["mask"].all()):
        shorter = {k: v.narrow(axes[k], 0, v.shape[axes[k]] - 1) for k, v in cut.items()}
        items[0] = replace(items[0], inputs={**items[0].inputs, **shorter})
    return items


def check_padding(encoder: Encoder, batch: Sequence[Sample]) -> None:
    """Garbage in padded entries, and more padding, change nothing; an item alone equals the item in a batch."""
    ragged = encoder.ragged_axis()
    batch = _uneven(encoder, batch)
    reference = _tokens(encoder, batch).pooled
    alone = torch.cat([_tokens(encoder, [sample]).pooled for sample in batch])
    error = _distance(alone, reference)
    _require(error < 1e-3, "padding", f"items encoded alone and in a batch differ by {error:.2g}.")
    if not ragged:
        return
    inputs = encoder.collate(batch).inputs
    extra = 3
    padded = {}
    for quantity in encoder.inputs:
        value = inputs[quantity.name]
        if ragged in quantity.axes:
            shape = list(value.shape)
            shape[quantity.axes.index(ragged)] = extra
            fill = value.new_zeros(shape) if quantity.name == "mask" else torch.full_like(value.new_empty(shape), 7.0)
            value = torch.cat([value, fill], dim=quantity.axes.index(ragged))
        padded[quantity.name] = value
    with torch.no_grad():
        error = _distance(encoder(padded).pooled, reference)
    _require(error < 1e-3, "padding", f"padding filled with 7 changes the pooled latents by {error:.2g}.")


def check_symmetries(encoder: Encoder, batch: Sequence[Sample]) -> None:
    """Each declared symmetry holds within its tolerance, and its transform does transform."""
    inputs = encoder.collate(batch).inputs
    with torch.no_grad():
        reference = encoder(inputs).pooled
        for symmetry in encoder.symmetries:
            for seed in range(3):
                moved = dict(symmetry.transform(inputs, torch.Generator().manual_seed(seed)))
                check = f"symmetry {symmetry.name}"
                lacking = sorted(inputs.keys() - moved.keys())
                _require(not lacking, check, f"the transform returned no {lacking}.")
                changed = any(moved[k].shape != inputs[k].shape or not torch.equal(moved[k], inputs[k]) for k in inputs)
                _require(changed, check, "the transform changes nothing, so it proves nothing.")
                error = _distance(encoder(moved).pooled, reference)
                _require(
                    error <= symmetry.tolerance,
                    check,
                    f"pooled latents change by {error:.2g}, claimed {symmetry.tolerance:.2g}.",
                )


def check_gradients(encoder: Encoder, batch: Sequence[Sample]) -> None:
    """The objectives reach every trainable parameter with a finite gradient, and padding receives none."""
    trained = copy.deepcopy(encoder).train()
    # Small noise opens gates that start at zero; three seeds, since objectives may mask at random.
    noise = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for parameter in trained.parameters():
            parameter.add_(0.02 * torch.randn(parameter.shape, generator=noise).to(parameter))
    for seed in range(3):
        torch.manual_seed(seed)
        losses = trained.losses(trained.collate(batch))
        _require(len(losses) > 0, "gradients", "losses() returned nothing.")
        for name, loss in losses.items():
            finite = loss.ndim == 0 and bool(torch.isfinite(loss))
            _require(finite, "gradients", f"loss {name!r} must be one finite number, got {loss.detach()}.")
        torch.stack(list(losses.values())).sum().backward()
    learning = {n: p.grad for n, p in trained.named_parameters() if p.requires_grad}
    dead = [n for n, grad in learning.items() if grad is None or not bool(grad.any())]
    _require(not dead, "gradients", f"no gradient reaches {dead[:5]}.")
    bad = [n for n, grad in learning.items() if grad is not None and not bool(torch.isfinite(grad).all())]
    _require(not bad, "gradients", f"gradients are not finite for {bad[:5]}.")
    ragged = encoder.ragged_axis()
    inputs = dict(encoder.collate(_uneven(encoder, batch)).inputs)
    if not ragged or bool(inputs["mask"].all()):
        return
    leaves = {
        q.name: inputs[q.name].clone().requires_grad_()
        for q in encoder.inputs
        if q.name != "mask" and ragged in q.axes and inputs[q.name].is_floating_point()
    }
    pooled = encoder({**inputs, **leaves}).pooled.pow(2).sum()
    gradients = torch.autograd.grad(pooled, list(leaves.values()), allow_unused=True)
    for name, gradient in zip(leaves, gradients, strict=True):
        quantity = next(q for q in encoder.inputs if q.name == name)
        _require(gradient is not None, "gradients", f"the tokens do not depend on input {name!r}.")
        assert gradient is not None
        leaked = gradient.movedim(quantity.axes.index(ragged), 1)[~inputs["mask"]]
        _require(bool((leaked == 0).all()), "gradients", f"padding of {name!r} receives a gradient.")


def check_determinism(encoder: Encoder, batch: Sequence[Sample]) -> None:
    """Twice the same input gives bitwise the same tokens, whatever the random state."""
    torch.manual_seed(1)
    first = _tokens(encoder, batch)
    torch.manual_seed(2)
    second = _tokens(encoder, batch)
    same = torch.equal(first.values, second.values) and torch.equal(first.mask, second.mask)
    _require(same, "determinism", "two calls in eval mode give different tokens.")


def check_precision(encoder: Encoder, batch: Sequence[Sample]) -> None:
    """Float64 in gives float64 out, equal to float32 within its rounding."""
    inputs = encoder.collate(batch).inputs
    reference = _tokens(encoder, batch).pooled
    double = {k: v.double() if v.is_floating_point() else v for k, v in inputs.items()}
    with torch.no_grad():
        tokens = copy.deepcopy(encoder).double()(double)
    _require(tokens.values.dtype == torch.float64, "precision", f"float64 inputs gave {tokens.values.dtype} tokens.")
    error = _distance(tokens.pooled.float(), reference)
    _require(error < 1e-2, "precision", f"float32 and float64 differ by {error:.2g}.")


def check_save_and_load(encoder: Encoder, batch: Sequence[Sample]) -> None:
    """Saved as safetensors and JSON and loaded again, the encoder gives bitwise the same tokens and predictions."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            checkpoint.save(Path(folder), "encoder", encoder, encoder.config, {})
        except TypeError as err:
            raise ContractError(f"[save-and-load] config {encoder.config} does not fit into JSON: {err}") from err
        again = type(encoder)(**checkpoint.read_card(Path(folder), "encoder")["config"])
        checkpoint.load_state(Path(folder), "encoder", again)
    same = torch.equal(_tokens(again.eval(), batch).values, _tokens(encoder, batch).values)
    _require(same, "save-and-load", "the loaded encoder gives other tokens.")
    with torch.no_grad():
        before, after = encoder.predict(encoder.collate(batch)), again.predict(again.collate(batch))
    other = [name for name in before if name not in after or not torch.equal(before[name], after[name])]
    _require(not other, "save-and-load", f"the heads of the loaded encoder predict other values of {other[:5]}.")


def check_words(encoder: Encoder, batch: Sequence[Sample]) -> None:
    """Truth and heads answer in the same closed lists, and every question has a head that answers it."""
    questions = encoder.questions()
    for kind, (text, closed) in questions.items():
        complete = bool(text.strip()) and len(set(closed)) == len(closed) > 1
        _require(complete, "words", f"question {kind!r} needs a text and at least two different answers.")
    answers = encoder.answers(encoder.collate(batch))
    _require(len(answers) == len(batch), "words", f"{len(answers)} answers were given to {len(batch)} items.")
    for sample, answer in zip(batch, answers, strict=True):
        silent = sorted(questions.keys() - answer.keys())
        _require(not silent, "words", f"no head answers the questions {silent}.")
        told = {q.kind: q.answer for q in encoder.describe(sample).questions} if sample.truth else {}
        for source, words in (("the head", answer), ("describe()", told)):
            for kind, word in words.items():
                known = kind in questions and word in questions[kind][1]
                _require(known, "words", f"{source} answers {word!r} to {kind!r}, which questions() does not list.")


def check_measurements(encoder: Encoder, batch: Sequence[Sample]) -> None:
    """Measured quantities are declared, in the declared unit, finite, with an uncertainty that is none or positive."""
    targets = {q.name: q for q in encoder.targets}
    found = encoder.measure(batch)
    _require(len(found) > 0, "measurements", "measure() returned nothing.")
    for measured in found:
        for q in measured.quantities:
            _require(q.name in targets, "measurements", f"{q.name!r} is measured but not declared in targets.")
            _require(
                q.unit == targets[q.name].unit,
                "measurements",
                f"{q.name!r} is measured in {q.unit!r}, declared in {targets[q.name].unit!r}.",
            )
            finite = isinstance(q.value, str) or math.isfinite(q.value)
            _require(finite, "measurements", f"{q.name!r} of {measured.id} is {q.value}.")
            sensible = q.uncertainty is None or (math.isfinite(q.uncertainty) and q.uncertainty >= 0)
            _require(sensible, "measurements", f"the uncertainty of {q.name!r} in {measured.id} is {q.uncertainty}.")
            _require(bool(q.method.strip()), "measurements", f"{q.name!r} does not say how it was measured.")


def check_shuffle(encoder: Encoder, batch: Sequence[Sample]) -> None:
    """Data without their physics: as many items, no truth, other tokens, the same for a seed, samples untouched."""
    if encoder.shuffle is None:
        return
    given = [{k: v.clone() for k, v in s.inputs.items()} for s in batch]
    first = encoder.shuffle.transform(batch, torch.Generator().manual_seed(1))
    kept = all(torch.equal(v, s.inputs[k]) for s, old in zip(batch, given, strict=True) for k, v in old.items())
    _require(kept, "shuffle", "the samples given were changed.")
    _require(len(first) == len(batch), "shuffle", f"{len(batch)} samples gave {len(first)}.")
    _require(not any(s.truth for s in first), "shuffle", "shuffled samples still carry truth, which no longer holds.")
    again = encoder.shuffle.transform(batch, torch.Generator().manual_seed(1))
    tokens, repeated = _tokens(encoder, first), _tokens(encoder, again)
    _require(torch.equal(tokens.values, repeated.values), "shuffle", "the same seed gives different samples.")
    moved = _distance(tokens.pooled, _tokens(encoder, batch).pooled)
    _require(moved > 1e-3, "shuffle", f"pooled tokens change by {moved:.2g} only: nothing was shuffled.")
    _require(
        bool(encoder.shuffle.name and encoder.shuffle.meaning), "shuffle", "it does not say what is kept and lost."
    )
