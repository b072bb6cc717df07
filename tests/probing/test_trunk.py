"""Masked modelling learns what is there to learn, from one start, blind to padding; trunks move whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from physfm.errors import InputError
from physfm.probing.domain import Domain, generate, kept, passages, thinned
from physfm.probing.readout import target_space
from physfm.probing.trunk import Masked, Settings, fresh, graft, placed, pretrain, trunk_of
from physfm.types import Tokens


def test_what_tokens_share_is_learned_and_noise_is_not(domain: Domain, settings: Settings) -> None:
    longer = replace(settings, pretrain_steps=120)
    _, real = pretrain([domain], False, longer, seed=1)
    _, noise = pretrain([domain], True, longer, seed=1)
    # Tokens of an item share 4/5 of the variance of two of eight channels: at best 0.2 of all is explained.
    assert 0.03 < real["one"] < 0.2
    assert noise["one"] < 0.02


def test_every_source_of_a_seed_starts_from_one_trunk(domain: Domain, settings: Settings) -> None:
    still = replace(settings, rate=0.0)
    start = fresh(settings, 4)
    for shuffled in (False, True):
        space, _ = pretrain([domain, replace(domain, name="two")], shuffled, still, seed=4)
        assert all(torch.equal(v, start[k]) for k, v in trunk_of(space).items())
    assert not torch.equal(fresh(settings, 5)["trunk.0.mlp.inner.weight"], start["trunk.0.mlp.inner.weight"])


def test_pretraining_is_repeatable(domain: Domain, settings: Settings) -> None:
    first, second = (trunk_of(pretrain([domain], False, settings, seed=2)[0]) for _ in range(2))
    assert all(torch.equal(first[k], second[k]) for k in first)


def test_only_the_trunk_moves(domain: Domain, settings: Settings) -> None:
    trained, _ = pretrain([domain], False, settings, seed=1)
    moved = target_space(domain, trunk_of(trained), settings, seed=1)
    untouched = target_space(domain, fresh(settings, 1), settings, seed=1)
    for name, value in moved.state_dict().items():
        if name.startswith(("trunk.", "norm.")):
            assert torch.equal(value, trained.state_dict()[name])
        else:
            assert torch.equal(value, untouched.state_dict()[name])
    grafted = graft(settings.space({"one": 8}), fresh(settings, 9))
    assert torch.equal(grafted.trunk[0].mlp.inner.weight, fresh(settings, 9)["trunk.0.mlp.inner.weight"])


def test_padding_is_never_seen_nor_asked_for(domain: Domain, settings: Settings) -> None:
    model = Masked({"one": 8}, settings)
    tokens = domain.train.rows(torch.arange(6)).tokens
    poisoned = Tokens(tokens.values.masked_fill(~tokens.mask.unsqueeze(-1), 1e6), tokens.mask)
    losses = [model.loss("one", t, torch.Generator().manual_seed(0)) for t in (tokens, poisoned)]
    torch.testing.assert_close(*losses)


def test_places_differ_and_values_stay(domain: Domain) -> None:
    tokens = domain.train.tokens
    added = placed(tokens).values - tokens.values
    assert len(added[0].unique(dim=0)) == tokens.mask.shape[1]


def test_thinned_items_are_averages_of_neighbours() -> None:
    values = torch.arange(8.0).view(1, 8, 1).repeat(2, 1, 1)
    mask = torch.ones(2, 8, dtype=torch.bool)
    mask[1, 3:] = False
    found = thinned(Tokens(values, mask), 4)
    assert found.values[0, :, 0].tolist() == [0.5, 2.5, 4.5, 6.5]
    assert found.values[1, :3, 0].tolist() == [0, 1, 2]
    assert found.mask.tolist() == [[True] * 4, [True, True, True, False]]


@pytest.mark.usefixtures("plugin")
def test_a_domain_is_generated_kept_and_read_as_it_was(tmp_path: Path) -> None:
    made = generate("toy", 24, 20, seed=5)
    assert made.answers == ("The swing is undamped.", "The swing is damped.")
    assert made.shuffle == "values of different items"
    assert set(made.train.classes.tolist()) == {0, 1}
    assert list(made.train.numbers) == ["length"]
    real = made.train.tokens.values[made.train.tokens.mask]
    torch.testing.assert_close(real.std(0), torch.ones(made.width), rtol=1e-3, atol=1e-3)
    again = kept(tmp_path, made)
    torch.testing.assert_close(again.shuffled.tokens.values, made.shuffled.tokens.values, rtol=1e-3, atol=2e-3)
    assert torch.equal(again.test.classes, made.test.classes)
    assert torch.equal(again.train.numbers["length"], made.train.numbers["length"])
    same = generate("toy", 24, 20, seed=5)
    assert torch.equal(same.train.tokens.values, made.train.tokens.values)


@pytest.mark.usefixtures("plugin")
def test_files_take_the_place_of_generated_items_in_pretraining_alone(tmp_path: Path) -> None:
    from physfm import discovery

    file = tmp_path / "swings.csv"
    discovery.load("toy").kinds()[0].generate(file, items=10, seed=77)
    plain, real = (generate("toy", 24, 20, seed=5, files=files) for files in ((), (file,)))
    assert len(real.source) == len(real.shuffled) == 10
    assert torch.equal(plain.train.tokens.values, real.train.tokens.values)
    with pytest.raises(InputError, match="does not take"):
        generate("toy", 24, 20, seed=5, options={"colour": 1})


def test_a_text_becomes_passages(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text(" ".join(f"word{i % 97} and" for i in range(400)))
    text = passages("text", [file], 8, 4, seed=0)
    assert text.train.tokens.values.shape == (8, 64, 128)
    bags = [p.tokens.values.sum((0, 1)) for p in (text.train, text.shuffled)]
    assert not torch.equal(text.train.tokens.values, text.shuffled.tokens.values)
    torch.testing.assert_close(*bags, rtol=1e-2, atol=1e-1)
    with pytest.raises(InputError, match="Expected 60 passages"):
        passages("text", [file], 50, 10, seed=0)
