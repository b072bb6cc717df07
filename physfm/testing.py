"""The public conformance suite: `check_encoder` holds an encoder, ours or anyone's, to what it declares.

Covered: the declarations themselves, units, shapes, padding, every declared symmetry, gradients of the network and of
its objectives, determinism, precision, save and load. Not covered: whether the physics is right; that is for the
encoder's own tests against an independent authority.
"""

from __future__ import annotations

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
from physfm.units import parse

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
    rebuilt = type(encoder)(**encoder.config)
    same = {k: v.shape for k, v in rebuilt.state_dict().items()} == {
        k: v.shape for k, v in encoder.state_dict().items()
    }
    _require(same, "declaration", f"{type(encoder).__name__}(**config) has other parameters; config is incomplete.")
    undeclared = {name for s in batch for name in s.truth} - {q.name for q in encoder.targets}
    _require(not undeclared, "declaration", f"samples hold truth that targets do not declare: {sorted(undeclared)}.")


def _first_dimensional(encoder: Encoder) -> Quantity:
    physical = [q for q in encoder.inputs if q.name != "mask"]
    return next((q for q in physical if not parse(q.unit).dimensionless), physical[0])


def check_units(encoder: Encoder, batch: Sequence[Sample]) -> None:
    """A rescaled unit gives the same inputs; another dimension, or no unit, is refused."""
    quantity = _first_dimensional(encoder)
    reference = encoder.collate(batch).inputs[quantity.name]

    def with_unit(sample: Sample, new: str | None, scale: float) -> Sample:
        units = {k: v for k, v in sample.units.items() if k != quantity.name}
        if new is not None:
            units[quantity.name] = new
        return replace(
            sample, units=units, inputs={**sample.inputs, quantity.name: sample.inputs[quantity.name] * scale}
        )

    given = batch[0].units.get(quantity.name)
    _require(given is not None, "units", f"samples carry no unit for {quantity.name!r}.")
    other = "GeV" if parse(quantity.unit).dimensionality != parse("GeV").dimensionality else "s"
    for wrong in (other, None):
        try:
            encoder.collate([with_unit(s, wrong, 1.0) for s in batch])
        except UnitError:
            continue
        raise ContractError(f"[units] {quantity.name!r} ({quantity.unit}) was accepted in {wrong or 'no unit'!r}.")
    prefixed = _thousandfold(str(given))
    if prefixed is not None:
        scaled = encoder.collate([with_unit(s, prefixed, 1e-3) for s in batch]).inputs[quantity.name]
        close = torch.allclose(scaled, reference, rtol=1e-5, atol=1e-6 * float(reference.abs().max()))
        _require(
            close, "units", f"{quantity.name!r} given in {prefixed} and in {given} does not collate to the same values."
        )


def _thousandfold(unit: str) -> str | None:
    """Name of a unit a thousand times larger (kGeV = TeV), None where pint has no name for it."""
    try:
        parse(f"kilo{unit}" if unit != "1" else "")
    except UnitError:
        names = {"GeV": "TeV", "MeV": "GeV", "m": "km", "s": "ks", "Hz": "kHz"}
        return names.get(unit)
    return f"kilo{unit}" if unit != "1" else None


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


def check_padding(encoder: Encoder, batch: Sequence[Sample]) -> None:
    """Garbage in padded entries, and more padding, change nothing; an item alone equals the item in a batch."""
    ragged = encoder.ragged_axis()
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
    encoder.zero_grad(set_to_none=True)
    torch.manual_seed(0)
    losses = encoder.train().losses(encoder.collate(batch))
    _require(len(losses) > 0, "gradients", "losses() returned nothing.")
    for name, loss in losses.items():
        _require(loss.ndim == 0 and bool(torch.isfinite(loss)), "gradients", f"loss {name!r} is {loss}.")
    torch.stack(list(losses.values())).sum().backward()
    encoder.eval()
    dead = [n for n, p in encoder.named_parameters() if p.requires_grad and p.grad is None]
    _require(not dead, "gradients", f"no gradient reaches {dead[:5]}.")
    bad = [n for n, p in encoder.named_parameters() if p.grad is not None and not torch.isfinite(p.grad).all()]
    encoder.zero_grad(set_to_none=True)
    _require(not bad, "gradients", f"gradients are not finite for {bad[:5]}.")
    inputs = dict(encoder.collate(batch).inputs)
    ragged = encoder.ragged_axis()
    if not ragged or bool(inputs["mask"].all()):
        return
    leaves = {
        q.name: inputs[q.name].clone().requires_grad_() for q in encoder.inputs if q.name != "mask" and ragged in q.axes
    }
    encoder({**inputs, **leaves}).pooled.pow(2).sum().backward()
    for quantity in encoder.inputs:
        if quantity.name not in leaves:
            continue
        gradient = leaves[quantity.name].grad
        if gradient is None:
            continue
        leaked = gradient.movedim(quantity.axes.index(ragged), 1)[~inputs["mask"]]
        _require(bool((leaked == 0).all()), "gradients", f"padding of {quantity.name!r} receives a gradient.")
    encoder.zero_grad(set_to_none=True)


def check_determinism(encoder: Encoder, batch: Sequence[Sample]) -> None:
    """Twice the same input gives bitwise the same tokens, whatever the random state."""
    torch.manual_seed(1)
    first = _tokens(encoder, batch)
    torch.manual_seed(2)
    second = _tokens(encoder, batch)
    _require(torch.equal(first.values, second.values), "determinism", "two calls in eval mode give different tokens.")


def check_precision(encoder: Encoder, batch: Sequence[Sample]) -> None:
    """Float64 in gives float64 out, equal to float32 within its rounding."""
    inputs = encoder.collate(batch).inputs
    reference = _tokens(encoder, batch).pooled
    double = {k: v.double() if v.is_floating_point() else v for k, v in inputs.items()}
    try:
        with torch.no_grad():
            tokens = encoder.double()(double)
    finally:
        encoder.float()
    _require(tokens.values.dtype == torch.float64, "precision", f"float64 inputs gave {tokens.values.dtype} tokens.")
    error = _distance(tokens.pooled.float(), reference)
    _require(error < 1e-2, "precision", f"float32 and float64 differ by {error:.2g}.")


def check_save_and_load(encoder: Encoder, batch: Sequence[Sample]) -> None:
    """Saved as safetensors and JSON and loaded again, the encoder gives bitwise the same tokens."""
    with tempfile.TemporaryDirectory() as folder:
        checkpoint.save(Path(folder), "encoder", encoder, encoder.config, {})
        again = type(encoder)(**encoder.config)
        checkpoint.load_state(Path(folder), "encoder", again)
    same = torch.equal(_tokens(again.eval(), batch).values, _tokens(encoder, batch).values)
    _require(same, "save-and-load", "the loaded encoder gives other tokens.")
