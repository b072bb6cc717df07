"""Questions for fit and test: they copy nothing, keep their side, and know what answers them."""

from __future__ import annotations

import re

from physfm.retrieval import openstax, questions
from physfm.retrieval.chunking import passages


def runs(text: str) -> set[str]:
    """Six words in a row."""
    words = re.findall(r"[a-z]+", text.lower())
    return {" ".join(words[i : i + 6]) for i in range(len(words) - 5)}


def test_questions_of_a_book_copy_nothing_and_are_answered_by_it(modules: list[openstax.Module]) -> None:
    made = list(questions.of_textbook(modules))
    assert {q.kind for q in made} == {"definition", "objective", "conceptual", "check"}
    held = {m.document_id: runs(m.body) for m in modules}
    pieces = {m.document_id: passages(m.document((openstax.BODY,))) for m in modules}
    for question in made:
        assert not runs(question.text) & held[question.document], question.text
        right = [p for p in pieces[question.document] if question.answered_by(p)]
        assert right
        assert not question.term or len(right) < len(pieces[question.document])
        others = [p for key in pieces if key != question.document for p in pieces[key]]
        assert not any(question.answered_by(p) for p in others)


def test_a_group_stands_on_one_side_only() -> None:
    made = [*questions.of_nothing(60), *questions.of_elsewhere()]
    sides: dict[str, set[str]] = {}
    for question in made:
        sides.setdefault(question.group, set()).add(question.split)
        assert question.document == ""
    assert all(len(side) == 1 for side in sides.values())
    assert {q.split for q in made} == {questions.FIT, questions.TEST}


def test_particles_of_nothing_do_not_exist() -> None:
    from physfm.tools.names import states

    for question in questions.of_nothing(30):
        (name,) = re.findall(r"[A-Za-z_0-9*]+\(\d{3,4}\)[+0-]?", question.text)
        assert states(name) == ()
