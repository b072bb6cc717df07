"""Trees beside equations: they come back, they are drawn as said, and nothing else of the text is touched."""

import re
from pathlib import Path

import pytest

from physfm import symbolic
from physfm.adaptation.augmentation import CLOSE, OPEN, Augmentation, Count, trees
from physfm.adaptation.text import Text
from physfm.errors import InputError

TEXT = Text(
    "a",
    r"""The law $F = m a$ holds; a price of \$5 and $x$ alone do not matter. Then

$$ E = \frac{1}{2} m v^{2} , $$

and \(p = m v\) or \[ v = \lambda f . \] with $\oint B$ left alone,

\begin{equation}\label{eq:a} T^{2} = a^{3} \end{equation}""",
)
SOURCES = ["F = m a", r"E = \frac{1}{2} m v^{2}", "p = m v", r"v = \lambda f", "T^{2} = a^{3}"]


def test_each_equation_is_followed_by_its_tree_and_the_trees_come_back() -> None:
    count = Count()
    augmented = Augmentation()(TEXT, count)
    assert trees(augmented) == [symbolic.parse(s, "latex") for s in SOURCES]
    assert "$F = m a$ <tree> = F PRODUCT m a END </tree> holds" in augmented
    assert count.found == 7
    assert (count.read, count.single, count.followed, count.replaced) == (6, 1, 5, 0)
    assert sum(count.refused.values()) == 1


def test_without_its_trees_the_text_is_what_it_was() -> None:
    augmented = Augmentation()(TEXT)
    assert re.sub(f" {OPEN} .*? {CLOSE}", "", augmented) == TEXT.text


def test_a_tree_that_replaces_leaves_no_equation() -> None:
    count = Count()
    augmented = Augmentation(replace=1)(TEXT, count)
    assert trees(augmented) == [symbolic.parse(s, "latex") for s in SOURCES]
    assert "m v^{2}" not in augmented
    assert (count.followed, count.replaced) == (0, 5)


def test_shares_are_met_and_drawn_from_seed_and_document() -> None:
    documents = [Text("", f"Number {i}: " + "$F = m a$ " * 10) for i in range(50)]
    count = Count()
    for document in documents:
        assert Augmentation(0.3, 0.25, 7)(document, count) == Augmentation(0.3, 0.25, 7)(document)
    got = count.followed + count.replaced
    assert abs(got - 150) < 4 * (500 * 0.3 * 0.7) ** 0.5
    assert abs(count.replaced - got / 4) < 4 * (got * 0.25 * 0.75) ** 0.5
    assert Augmentation(0.3, 0.25, 8)(documents[0]) != Augmentation(0.3, 0.25, 7)(documents[0])
    assert [len(trees(Augmentation(0.3)(d))) for d in documents[:5]] != [
        len(trees(Augmentation(0.3)(documents[0])))
    ] * 5


def test_nothing_of_share_nothing() -> None:
    assert Augmentation(share=0)(TEXT) == TEXT.text


@pytest.mark.parametrize("mark", [OPEN, CLOSE])
def test_a_text_that_holds_a_mark_is_left_alone(mark: str) -> None:
    text = f"An XML {mark} and $F = m a$."
    assert Augmentation()(Text("", text)) == text


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_a_share_beyond_one_is_refused(share: float) -> None:
    with pytest.raises(InputError, match="from 0 to 1"):
        Augmentation(share)
    with pytest.raises(InputError, match="from 0 to 1"):
        Augmentation(1, share)


def test_every_tree_in_a_real_book_comes_back(data: Path) -> None:
    """Eighty thousand characters of OpenStax: as many trees as were put in, each the equation it stands behind."""
    from physfm.retrieval.document import read

    count, found, size = Count(), 0, 0
    for document in read([data / "text" / "openstax_university_physics_vol1_cnxml.tar.gz"]):
        text = Text(document.id, document.text)
        augmented = Augmentation()(text, count)
        found += len(trees(augmented))
        assert re.sub(f" {OPEN} .*? {CLOSE}", "", augmented) == text.text
        size += len(text.text)
        if size > 80_000:
            break
    assert found == count.followed > 50
