"""Features against their definitions, exact symmetries, the graph against the dense edges, and what hiding hides."""

from __future__ import annotations

import math

import pytest
import torch
import vector

from physfm.errors import InputError
from physfm.testing import check_encoder
from physfm.types import Sample
from physfm_lhc import EventEncoder, event, features
from physfm_lhc.blocks import log_invariants, minkowski_gram
from physfm_lhc.graph import graph, graphs
from physfm_lhc.tasks import MaskedParticles


@pytest.fixture(scope="module")
def encoder() -> EventEncoder:
    torch.manual_seed(0)
    return EventEncoder(width=32, depth=2, num_heads=4).eval()


def test_pair_features_match_their_definitions_with_vector(jets: list[Sample]) -> None:
    p4 = jets[0].inputs["p4"][:12].double()
    at = features.frame(p4[None], torch.ones(1, 12, dtype=torch.bool))
    found = features.pair_features(at)[0]
    v = vector.array({n: p4[:, i].numpy() for i, n in enumerate(("E", "px", "py", "pz"))})
    a, b = v[2], v[7]
    delta = math.sqrt((a.rapidity - b.rapidity) ** 2 + a.deltaphi(b) ** 2 + features.RESOLUTION**2)
    low = min(a.pt, b.pt)
    assert float(found[0, 2, 7]) == pytest.approx(math.log(delta) + 1.5, rel=1e-6)
    assert float(found[1, 2, 7]) == pytest.approx(0.5 * (math.log(low * delta) + 1), rel=1e-6)
    assert float(found[2, 2, 7]) == pytest.approx(math.log(low / (a.pt + b.pt)) + 1.5, rel=1e-6)
    mass2 = float((a + b).mass2 - a.mass2 - b.mass2)
    # The feature neglects the masses of hadrons in 2 (mT mT cosh - pT pT cos) and smooths the angle.
    assert float(found[3, 2, 7]) / 0.3 - 1 == pytest.approx(math.log(mass2), abs=0.1)
    torch.testing.assert_close(found, found.transpose(1, 2))


def test_the_axis_frame_is_a_lorentz_transformation(jets: list[Sample]) -> None:
    p4 = jets[1].inputs["p4"].double()
    at = features.frame(p4[None], torch.ones(1, len(p4), dtype=torch.bool))
    scale = event.pt(p4).sum()
    ours, given = minkowski_gram(at.p4[0]) * scale**2, minkowski_gram(p4)
    # Float32 inputs: products of near particles are small differences of squares of up to 1e5 GeV^2.
    torch.testing.assert_close(ours, given, rtol=1e-6, atol=2e-2)
    total = at.p4[0].sum(0)
    assert abs(float(event.rapidity(total))) < 1e-9
    assert abs(float(event.phi(total))) < 1e-9


def test_gram_holds_masses_on_its_diagonal(jets: list[Sample]) -> None:
    p4 = jets[0].inputs["p4"][:3].double()
    gram = minkowski_gram(p4)
    assert gram.shape == (6,)
    torch.testing.assert_close(gram[[0, 3, 5]], event.mass2(p4), atol=1e-9, rtol=1e-6)
    assert torch.isfinite(log_invariants(torch.tensor([-1e-9, 0.0, 1.0]))).all()


@pytest.mark.parametrize("lorentz", [True, False])
def test_the_small_encoder_keeps_the_contract(jets: list[Sample], lorentz: bool) -> None:
    torch.manual_seed(0)
    assert check_encoder(EventEncoder(width=16, depth=1, num_heads=2, pair_width=4, lorentz=lorentz), jets[:4])


def test_symmetries_are_exact_in_double_precision(encoder: EventEncoder, jets: list[Sample]) -> None:
    inputs = encoder.collate(jets[:4]).inputs
    double = {k: v.double() if v.is_floating_point() else v for k, v in inputs.items()}
    model = EventEncoder(**encoder.config).double().eval()
    with torch.no_grad():
        reference = model(double).pooled
        for symmetry in encoder.symmetries:
            moved = symmetry.transform(double, torch.Generator().manual_seed(1))
            error = (model(moved).pooled - reference).abs().max() / reference.pow(2).mean().sqrt()
            # 1e-16 of energies squared, over the floor of 1e-6 of the jet's pT squared in `log_invariants`.
            assert float(error) < 1e-6, symmetry.name


def test_what_is_no_symmetry_changes_the_tokens(encoder: EventEncoder, jets: list[Sample]) -> None:
    inputs = encoder.collate(jets[:4]).inputs
    with torch.no_grad():
        reference = encoder(inputs).pooled
        for changed in (
            {**inputs, "p4": 1.3 * inputs["p4"]},
            {**inputs, "p4": inputs["p4"][..., [0, 3, 2, 1]]},  # the beam along x
            {**inputs, "kind": inputs["kind"].roll(1, dims=-1)},
        ):
            assert (encoder(changed).pooled - reference).abs().max() > 1e-3


def test_an_event_without_objects_has_one_finite_token(encoder: EventEncoder) -> None:
    empty = Sample(
        "none#0", {"p4": torch.zeros(0, 4), "kind": torch.zeros(0, len(event.CHANNELS))}, {"p4": "GeV", "kind": "1"}
    )
    tokens = encoder(encoder.collate([empty]).inputs)
    assert tokens.mask.sum() == 1
    assert torch.isfinite(tokens.pooled).all()


def test_wrong_axes_are_refused_with_advice(encoder: EventEncoder, jets: list[Sample]) -> None:
    inputs = encoder.collate(jets[:2]).inputs
    with pytest.raises(ValueError, match="from_pt_eta_phi"):
        encoder({**inputs, "p4": inputs["p4"][..., :3]})
    with pytest.raises(ValueError, match="missing: kind"):
        encoder({k: v for k, v in inputs.items() if k != "kind"})


def test_hidden_momenta_and_species_do_not_leak(encoder: EventEncoder, jets: list[Sample]) -> None:
    batch = encoder.collate(jets[:3])
    p4, kind, mask = (batch.inputs[k] for k in ("p4", "kind", "mask"))
    hidden = torch.zeros_like(mask)
    hidden[:, 5] = True
    masked = MaskedParticles(hidden, torch.ones(3, dtype=torch.bool))
    other = kind.clone()
    other[:, 5] = kind[:, 5].roll(2, dims=-1)
    with torch.no_grad():
        first = encoder._encode(p4, kind, mask, masked).values
        second = encoder._encode(p4, other, mask, masked).values
    torch.testing.assert_close(first, second)
    at = masked.hide_momentum(features.frame(p4, mask))
    assert (at.pt[:, 5] == 1).all()
    assert (at.z[:, 5] == 0).all()
    assert (at.p4[:, 5] == 0).all()


def test_graph_edges_hold_the_encoders_pair_features(jets: list[Sample]) -> None:
    data = graph(jets[0])
    count = len(jets[0].inputs["p4"])
    assert data.edge_index.shape == (2, count * (count - 1))
    at = features.frame(jets[0].inputs["p4"][None], torch.ones(1, count, dtype=torch.bool))
    dense = features.pair_features(at)[0]
    source, target = data.edge_index
    torch.testing.assert_close(data.edge_attr, dense[:, target, source].T)


def test_graph_neighbours_are_the_nearest(jets: list[Sample]) -> None:
    data = graph(jets[2], neighbours=4)
    distance = torch.cdist(data.pos.double(), data.pos.double()).fill_diagonal_(math.inf)
    source, target = data.edge_index
    expected = distance.topk(4, largest=False).values
    found = distance[target, source].view(-1, 4)
    torch.testing.assert_close(found, expected, atol=1e-5, rtol=1e-4)
    with pytest.raises(InputError, match="neighbours >= 1"):
        graph(jets[2], neighbours=0)


def test_graphs_batch_for_torch_geometric_layers(jets: list[Sample]) -> None:
    batch = graphs(jets[:3], neighbours=6)
    assert batch.num_graphs == 3
    assert batch.y.tolist() == [s.truth["top"] for s in jets[:3]]
    assert int(batch.edge_index.max()) < batch.num_nodes
    # Edges stay within their own jet.
    assert (batch.batch[batch.edge_index[0]] == batch.batch[batch.edge_index[1]]).all()
