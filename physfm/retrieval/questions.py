"""Questions whose answers are known to lie in a passage, or known to lie in none: to fit and to test retrieval.

None copies what answers it: one that shares six words in a row with the answering document is dropped. Of a textbook:
what the authors wrote apart from the running text (the glossary's paraphrase of a term, a learning objective, a
conceptual exercise, a check of understanding), while only the running text is indexed. Of a paper: its title, while
only the text is indexed. Of the PDG Listings: a property in other words and a particle in another spelling.

Unanswerable are: all of these for documents that are left out of the index; particles that do not exist; and questions
of other fields. The first kind is only nearly so, since other chapters touch on the same matter: the rate at which an
answer is claimed for it is an upper bound of the error.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from physfm.retrieval.document import Document
from physfm.retrieval.openstax import Module
from physfm.retrieval.passage import Passage

FIT, TEST = "fit", "test"

COPIED = 6
"""Words in a row that a question may not share with the document that answers it."""


@dataclass(frozen=True)
class Question:
    """One question.

    Parameters
    ----------
    text, kind
        What is asked, and how it was made.
    document
        Id of the document that answers it; empty where none does.
    term
        A term that the answering passage introduces (in bold); empty where any passage of the document counts, and
        documents are then ranked instead of passages.
    group
        Chapter, paper or listing: questions of one group are fitted on or tested with together.
    """

    text: str
    kind: str
    document: str
    term: str
    group: str

    @property
    def split(self) -> str:
        """`FIT` or `TEST`, decided by the group alone."""
        return FIT if _share(self.group, "split") < 0.6 else TEST

    def answered_by(self, passage: Passage) -> bool:
        """Whether the passage answers the question."""
        if passage.document != self.document:
            return False
        return not self.term or re.search(rf"\*\*{re.escape(self.term)}s?\*\*", passage.text, re.IGNORECASE) is not None


def left_out(group: str) -> bool:
    """Whether the documents of a group are left out of the index, which makes its questions unanswerable."""
    return _share(group, "withheld") < 0.2


def _share(group: str, purpose: str) -> float:
    """A number in [0, 1) that depends on the group and the purpose alone."""
    return int.from_bytes(hashlib.sha256(f"{purpose}: {group}".encode()).digest()[:6]) / 2**48


def of_textbook(modules: Iterable[Module]) -> Iterator[Question]:
    """Yield definitions, objectives, conceptual exercises and checks of understanding."""
    asked = ("What do physicists call this: {}?", "What is the term for {}?", "Which concept is meant by: {}?", "{}")
    for module in modules:
        document, group = module.document_id, f"{module.book}: {module.chapter}"
        held = _runs(module.body)
        made: list[Question] = []
        for term, meaning in module.glossary.items():
            question = Question(random.Random(term).choice(asked).format(meaning), "definition", document, term, group)
            if re.search(rf"\*\*{re.escape(term)}s?\*\*", module.body, re.IGNORECASE):
                made.append(question)
        made += [Question(objective, "objective", document, "", group) for objective in module.objectives]
        for exercise in module.exercises:
            alone = not re.search(r"\[see there\]|previous|preceding|above|Repeat", exercise.text)
            if exercise.kind in ("conceptual", "check") and alone and 6 <= len(exercise.text.split()) <= 60:
                made.append(Question(exercise.text, exercise.kind, document, "", group))
        yield from (question for question in made if not _runs(question.text) & held)


def _runs(text: str) -> set[tuple[str, ...]]:
    """All runs of `COPIED` words of a text."""
    words = re.findall(r"[a-z]+", text.lower())
    return {tuple(words[start : start + COPIED]) for start in range(len(words) - COPIED + 1)}


def of_titles(documents: Iterable[Document]) -> Iterator[Question]:
    """Yield the titles of papers as questions; index the documents without them (see `untitled`)."""
    for document in documents:
        if document.title and not _runs(document.title) & _runs(document.text):
            yield Question(document.title, "title", document.id, "", document.id)


def untitled(document: Document) -> Document:
    """Return the document without its title, which would be found for itself."""
    return Document(document.id, document.text, document.source, "", document.licence, document.metadata)


_ASKED = {
    FIT: {
        "The mass": ("How heavy is {x}?", "What is the rest mass of {x}?", "mass {x}"),
        "The mean life": ("How long does {x} live on average?", "What is the lifetime of {x}?"),
        "The full width": ("What is the decay width of {x}?", "width {x}"),
        "Leading decay": ("What does {x} decay into?", "Main decay channels of {x}", "branching ratios {x}"),
        "spin": ("What spin does {x} have?", "quantum numbers of {x}"),
    },
    TEST: {
        "The mass": ("What does {x} weigh in MeV?", "Please give me the rest energy of {x}.", "m({x})"),
        "The mean life": ("After what time has {x} typically disappeared?", "How short-lived is {x}, in seconds?"),
        "The full width": ("How broad is the {x} resonance?", "What is Gamma of {x}?"),
        "Leading decay": ("Which final states does {x} mostly end up in?", "Into what does {x} fall apart most often?"),
        "spin": ("Which angular momentum and parity does {x} carry?", "What is J^P for {x}?"),
    },
}
_SUPERSCRIPTS = str.maketrans("+-0", "⁺⁻⁰")


def of_listings(documents: Sequence[Document], each: int = 2) -> Iterator[Question]:
    """Yield questions about particles, ``each`` a listing, in words and spellings that its document does not have."""
    for document in documents:
        group = document.id
        split = Question("", "", "", "", group).split
        chance = random.Random(group)
        known = [key for key in _ASKED[split] if key in document.text]
        for key in chance.sample(known, min(each, len(known))):
            spelled = chance.choice(_spellings(document))
            yield Question(chance.choice(_ASKED[split][key]).format(x=spelled), "particle", document.id, "", group)


def _spellings(document: Document) -> list[str]:
    """Other ways to write the first particle of a listing."""
    name = re.split(r",\s| \(", document.title)[0]
    base, charge = re.fullmatch(r"(.*?)([+-]*|0)", name).groups()  # type: ignore[union-attr]
    bare = base.replace("_", "").replace("^", "")
    found = [bare.replace("()", "") + charge, bare]
    latex = re.search(r"In LaTeX: (\$[^$]+\$)", document.text)
    found += [latex[1], latex[1].strip("$")] if latex else []
    if document.metadata.get("mcid"):
        found.append(f"the particle with Monte Carlo id {document.metadata['mcid'][0]}")
    greek = {"pi": "π", "rho": "ρ", "phi": "φ", "mu": "μ", "Lambda": "Λ", "Sigma": "Σ", "Xi": "Ξ", "Omega": "Ω"}
    for word, letter in greek.items():
        if re.match(rf"{word}(?![a-z])", name):
            found.append(letter + bare.replace("()", "")[len(word) :] + charge.translate(_SUPERSCRIPTS))
    words = re.search(r"\(([a-z][a-z ]+)", document.title)
    class_of = " quark" if " quark," in document.text else ""
    return [*found, f"the {words[1]}{class_of}"] if words else found


def of_nothing(count: int = 150) -> Iterator[Question]:
    """Yield questions about particles that do not exist: a mass label that no listing has."""
    from physfm.tools.names import states

    families = ("K*({})0", "N({})", "Delta({})", "Lambda({})", "Xi({})-", "f_2({})", "D*({})+", "rho({})", "B*({})")
    chance = random.Random("nothing")
    made = 0
    while made < count:
        name = chance.choice(families).format(chance.randrange(300, 9900))
        if not states(name):
            group = f"nothing {name}"
            split = Question("", "", "", "", group).split
            asked = [text for texts in _ASKED[split].values() for text in texts]
            yield Question(chance.choice(asked).format(x=name), "no such particle", "", "", group)
            made += 1


_ELSEWHERE = {
    FIT: (
        (
            "How do I cook {}?",
            "risotto|lentil soup|an omelette|pancakes|ratatouille|pumpkin pie|sourdough",
        ),
        (
            "Who wrote {}?",
            "Middlemarch|The Trial|Don Quixote|Emma|Moby-Dick|Beloved|Candide|Dubliners",
        ),
        ("What is the capital of {}?", "Peru|Kenya|Mongolia|Portugal|Vietnam|Finland|Bolivia|Oman|Slovenia|Ghana"),
        (
            "When did {} end?",
            "the Hundred Years' War|the Ming dynasty|the Punic Wars|the Renaissance",
        ),
        ("How is {} treated?", "asthma|malaria|a sprained ankle|anaemia|gout|shingles|glaucoma|an ear infection"),
        ("What are the rules of {}?", "chess|curling|poker|rugby|backgammon|volleyball|cricket|snooker"),
        ("Which verbs are irregular in {}?", "French|Latin|Spanish|German|Italian|Greek"),
        ("How do I file {}?", "a tax return|a patent|an insurance claim|for divorce|a complaint|for bankruptcy"),
    ),
    TEST: (
        ("Recommend a restaurant for {}.", "sushi|tapas|a birthday|vegan food|brunch|a business lunch|Thai curry"),
        ("Who painted {}?", "Guernica|The Night Watch|Olympia|Las Meninas|The Scream|Water Lilies|Primavera|The Kiss"),
        ("How many people live in {}?", "Lagos|Norway|Buenos Aires|Iceland|Osaka|Uruguay|Cairo|Quebec|Malta"),
        ("What does {} mean in contract law?", "consideration|estoppel|force majeure|indemnity|tort|novation|lien"),
        ("Which enzyme breaks down {}?", "lactose|starch|fat|cellulose|ethanol|urea|collagen|glycogen"),
        ("How do I prune {}?", "roses|an apple tree|lavender|hydrangeas|a hedge|grape vines|tomatoes"),
        ("What is the plot of {}?", "Hamlet|Carmen|Casablanca|The Odyssey|Faust|La Traviata|Antigone|Macbeth"),
        ("How do I reverse {} in Python?", "a list|a string|a linked list|a dictionary|a data frame|a git commit"),
    ),
}


def of_elsewhere() -> Iterator[Question]:
    """Yield questions that no physics text answers; the forms of the test never occur in the fit."""
    for split, forms in _ELSEWHERE.items():
        for form, topics in forms:
            for topic in topics.split("|"):
                salt = 0
                while Question("", "", "", "", group := f"elsewhere {topic} {salt}").split != split:
                    salt += 1
                yield Question(form.format(topic), "another field", "", "", group)
