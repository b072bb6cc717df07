"""PhysicsModel: file -> encoder -> shared latents -> language model -> words, readable in ten minutes.

Each part is loaded when it is first needed: measuring a file loads one encoder and no language model. What the
language model says is never the only thing returned: every answer carries the measurements of the encoder's own,
calibrated heads as evidence, and a number that the text gives but the evidence does not hold is not let through.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from pathlib import Path

import torch

from physfm import adapter as adapters
from physfm import checkpoint, discovery, llm, lora
from physfm.answer import Answer, prompt
from physfm.encoder import Encoder
from physfm.errors import InputError, WeightsError
from physfm.evidence import Evidence, link, relevant, say
from physfm.latent import Latents, LatentSpace
from physfm.router import Attachment, Route, attach
from physfm.types import CANNOT_TELL, Measured, Sample

WEIGHTS = Path(__file__).parent / "weights"
BASE = "smollm2-135m"
CHUNK = 512  # items encoded at once: a jet batch of this size stays below 1 GB

Data = str | Path | Sequence[str | Path]


@dataclass(frozen=True)
class Witness:
    """What is known of one item asked about.

    Parameters
    ----------
    latents
        None if the item is outside of what was trained: the language model is not shown it.
    sample
        The item itself.
    facts
        Its measurements.
    heads
        What the encoder's heads answer to each kind of closed question.
    """

    encoder: type[Encoder]
    sample: Sample
    latents: Latents | None
    facts: list[Evidence]
    heads: dict[str, str]

    def contradictions(self, words: str) -> list[Evidence]:
        """Warn where the language model answers a closed question otherwise than the heads do."""
        found = []
        for kind, (_, answers) in self.encoder.questions().items():
            if words in answers and kind in self.heads and self.heads[kind] != words:
                source = f"encoder {self.encoder.name}, head for {kind}"
                found.append(Evidence("warning", source, f"The encoder's own head answers: {self.heads[kind]}"))
        return found


def load_encoder(name: str, folder: Path | None = None) -> Encoder:
    """Build an encoder and load its weights (those that ship with it, unless a folder is given), in eval mode.

    Raises
    ------
    EncoderNotFound, EncoderLoadError
        If there is no such encoder, or it does not import.
    WeightsError
        If there are no weights for it, or they do not fit.
    """
    encoder_class = discovery.load(name)
    folder = folder or encoder_class.weights()
    card = checkpoint.read_card(folder, "encoder")
    encoder = encoder_class(**card["config"])
    checkpoint.load_state(folder, "encoder", encoder)
    return encoder.eval()


def encoder_sha256(name: str, folder: Path | None = None) -> str:
    """Hash of an encoder's weights file, as its card states it."""
    return str(checkpoint.read_card(folder or discovery.load(name).weights(), "encoder")["sha256"])


class PhysicsModel:
    """Encoders, shared latent space, adapter and language model as one.

    Build it with `load`; ``physfm.load()`` returns it inside an agent, as ``.model``.
    """

    def __init__(self, weights: Path, base: str, device: torch.device) -> None:
        self.weights = weights
        self.base = base
        self.device = device
        self._encoders: dict[str, Encoder] = {}

    @classmethod
    def load(cls, source: str | Path | None = None, base: str = BASE, device: str = "cpu") -> PhysicsModel:
        """Point at a folder of weights; the parts load at first use.

        Parameters
        ----------
        source
            Folder with ``latent.*``, ``adapter.*`` and optionally ``NAME/encoder.*``; the shipped weights if None.
        base
            Name of a pulled base model, or the path or id of any Hugging Face causal language model.
        device
            Where torch computes, such as ``"cpu"`` or ``"cuda"``.

        Raises
        ------
        WeightsError
            If ``source`` is no folder.
        """
        folder = WEIGHTS if source is None else Path(source)
        if source is not None and not folder.is_dir():
            raise WeightsError(f"{source} is not a folder of weights. Leave it out for the weights that ship.")
        return cls(folder, base, torch.device(device))

    # Parts ----------------------------------------------------------------------------------------------------

    def encoder(self, name: str) -> Encoder:
        """Return one encoder with its weights."""
        if name not in self._encoders:
            self._encoders[name] = load_encoder(name, self._folder(name)).to(self.device)
        return self._encoders[name]

    def _folder(self, name: str) -> Path | None:
        own = self.weights / name
        return own if own.is_dir() else None

    @cached_property
    def latent(self) -> LatentSpace:
        """The shared latent space."""
        space = checkpoint.load(self.weights, "latent")
        if not isinstance(space, LatentSpace):
            raise WeightsError(f"{self.weights}/latent.json holds a {type(space).__name__}, expected a LatentSpace.")
        return space.to(self.device)

    def _admit(self, name: str) -> None:
        """Make sure that the latent space takes this encoder, and was trained with these very weights of it.

        Raises
        ------
        WeightsError
            If it was aligned with other weights: its latents would mean nothing.
        """
        self.latent.admit(name, self.encoder(name).width)
        if name not in self.latent.trained:
            return
        aligned = checkpoint.read_card(self.weights, "latent")["provenance"]["encoders"][name]
        if (own := encoder_sha256(name, self._folder(name))) != aligned:
            raise WeightsError(
                f"The latent space in {self.weights} was aligned with other weights of encoder {name!r} (sha256 "
                f"{aligned[:12]}, got {own[:12]}). Align again (experiments/align) or restore the encoder's weights."
            )

    @cached_property
    def language(self) -> llm.LanguageModel:
        """The language model with the adapter's low-rank updates in it."""
        return self._speech[0]

    @cached_property
    def adapter(self) -> adapters.Adapter:
        """The projector into the language model's token space."""
        return self._speech[1]

    @cached_property
    def proof(self) -> dict[str, dict[str, dict[str, object]]]:
        """What the modality check measured when the adapter was made."""
        found: dict[str, dict[str, dict[str, object]]] = checkpoint.read_card(self.weights, adapters.NAME)["proof"]
        return found

    @cached_property
    def backbone(self) -> llm.LanguageModel:
        """The base language model, whatever low-rank updates have been put into it."""
        return llm.load(self.base).to(self.device)

    @cached_property
    def _speech(self) -> tuple[llm.LanguageModel, adapters.Adapter]:
        language = self.backbone
        latent_sha256 = str(checkpoint.read_card(self.weights, "latent")["sha256"])
        projector, _ = adapters.load(self.weights, language, latent_sha256)
        return language, projector.to(self.device)

    # What it does ---------------------------------------------------------------------------------------------

    def read(
        self, data: Data, encoder: str | None = None, limit: int | None = None
    ) -> tuple[Attachment, Iterator[Sample]]:
        """Find the encoder of one observation and stream its items.

        Raises
        ------
        InputError
            If the files belong to different encoders, or cannot be read.
        """
        paths = [data] if isinstance(data, (str, Path)) else list(data)
        attachments = attach(paths, encoder)
        if len(attachments) != 1:
            kinds = [a.encoder.name for a in attachments]
            raise InputError(f"Expected files of one observation, got {kinds or 'no file'}. Give each kind on its own.")
        found = attachments[0]
        return found, found.encoder.read(found.paths, limit=limit)

    @torch.no_grad()
    def encode_samples(self, name: str, samples: Sequence[Sample]) -> Latents:
        """Encode items of one encoder into the shared latent space.

        Returns
        -------
        latents
            ``.tokens`` (items, latent_tokens, latent_width), ``.pooled`` (items, latent_width), ``.ids``.
        """
        encoder = self.encoder(name)
        batch = encoder.collate(samples).to(self.device)
        self._admit(name)
        tokens = self.latent(name, encoder(batch.inputs))
        return Latents(tokens, tokens.mean(1), batch.ids, name, name in self.latent.trained)

    def encode(self, data: Data, encoder: str | None = None, limit: int | None = None) -> Latents:
        """Encode a file (or the files of one observation) into the shared latent space.

        Parameters
        ----------
        data
            One path, or the paths of one observation (H1 and L1).
        encoder
            Name of the encoder, if the file should not be asked.
        limit
            Encode at most this many items.

        Raises
        ------
        InputError
            In one line, if the file cannot be read.
        """
        found, samples = self.read(data, encoder, limit)
        chunks = [self.encode_samples(found.encoder.name, chunk) for chunk in _chunks(samples)]
        if not chunks:
            raise InputError(f"{found.paths[0]} holds no items to encode.")
        tokens = torch.cat([c.tokens for c in chunks])
        ids = tuple(i for c in chunks for i in c.ids)
        return Latents(tokens, tokens.mean(1), ids, found.encoder.name, chunks[0].aligned)

    @torch.no_grad()
    def measure(self, data: Data, encoder: str | None = None, limit: int | None = None) -> list[Measured]:
        """Measure physical quantities, each with value, uncertainty, unit and method; one entry per item.

        Raises
        ------
        InputError
            In one line, if the file cannot be read.
        """
        found, samples = self.read(data, encoder, limit)
        part = self.encoder(found.encoder.name)
        measured = [m for chunk in _chunks(samples) for m in part.measure(chunk)]
        if not measured:
            raise InputError(f"{found.paths[0]} holds no items to measure.")
        return measured

    @torch.no_grad()
    def look(self, question: str, data: Data, item: str | None = None) -> Answer:
        """Answer a question about attached data from the data alone; `physfm.agent` adds tools and passages.

        Parameters
        ----------
        question
            In English.
        data
            One path or several; files of different kinds stand as separate attachments in one conversation.
        item
            Id of the item to ask about; the first (for strain: the loudest) if None.

        Raises
        ------
        InputError
            If the question is empty, there is no file, or it cannot be read.
        WeightsError
            If the base model was not pulled, or the adapter does not belong to it.
        """
        if not question.strip():
            raise InputError("The question is empty.")
        paths = [data] if isinstance(data, (str, Path)) else list(data)
        if not paths:
            raise InputError("There is no data to look at: give a file.")
        attachments = attach(paths)
        witnesses = [self._witness(found, item) for found in attachments]
        evidence = [fact for witness in witnesses for fact in witness.facts]
        tokens = [self.adapter(w.latents.tokens[0]) for w in witnesses if w.latents is not None]
        asked = relevant(question, evidence)
        if not tokens and not asked:
            # What the heads withhold, or the latents never saw, the language model must not make up either.
            words = f"{CANNOT_TELL[0].upper()}{CANNOT_TELL[1:]}."
        else:
            words = self._speak(question, tokens, asked)
            evidence += [fact for witness in witnesses for fact in witness.contradictions(words)]
        closed = [text for a in attachments for _, answers in a.encoder.questions().values() for text in answers]
        allowed = "\n".join([question, *closed])
        links, unsupported = link(words, evidence, allowed)
        if unsupported:
            warning = f"The language model wrote {', '.join(unsupported)}, which no evidence holds."
            evidence.append(Evidence("warning", "physfm", warning))
            words = " ".join(f"{e.content}." for e in asked) or "I cannot tell from this data."
            links, _ = link(words, evidence, allowed)
        seen = [f"{', '.join(p.name for p in a.paths)}: {a.layout}" for a in attachments]
        route = Route(tuple(a.encoder.name for a in attachments), reason="; ".join(seen))
        drawings = tuple(partial(w.encoder.plot, w.sample) for w in witnesses)
        return Answer(words, tuple(evidence), route, tuple(links), drawings)

    @torch.no_grad()
    def facts(self, data: Data, item: str | None = None) -> Answer:
        """Measure the item that a question is about, without words: for language models that have no adapter.

        Raises
        ------
        InputError
            If a file cannot be read.
        """
        attachments = attach([data] if isinstance(data, (str, Path)) else list(data))
        witnesses = [self._witness(found, item) for found in attachments]
        evidence = [fact for witness in witnesses for fact in witness.facts]
        evidence += [
            Evidence("measurement", f"encoder {w.encoder.name}, head for {kind}", text)
            for w in witnesses
            for kind, text in w.heads.items()
        ]
        drawings = tuple(partial(w.encoder.plot, w.sample) for w in witnesses)
        return Answer("", tuple(evidence), Route(tuple(a.encoder.name for a in attachments)), (), drawings)

    def _witness(self, found: Attachment, item: str | None) -> Witness:
        """What is known of the item asked about."""
        name = found.encoder.name
        samples = list(islice(found.encoder.read(found.paths), CHUNK))
        by_id = {s.id: s for s in samples}
        if not samples or (item is not None and item not in by_id):
            where = f"item {item!r}" if item else "items"
            raise InputError(f"{found.paths[0]} holds no {where} among its first {CHUNK}.")
        measured = self.encoder(name).measure(samples if item is None else [by_id[item]])
        chosen = by_id[item or measured[0].id]
        facts = [Evidence("measurement", f"{chosen.id}; {q.method}", say(q)) for q in measured[0].quantities]
        self._admit(name)
        if name not in self.latent.trained:
            facts.append(Evidence("warning", "physfm", f"The latent space was not trained with encoder {name!r}."))
            return Witness(found.encoder, chosen, None, facts, {})
        if any(q.value == CANNOT_TELL for q in measured[0].quantities):
            return Witness(found.encoder, chosen, None, facts, {})
        heads = self.encoder(name).answers(found.encoder.collate([chosen]).to(self.device))[0]
        return Witness(found.encoder, chosen, self.encode_samples(name, [chosen]), facts, heads)

    def _speak(self, question: str, tokens: list[torch.Tensor], asked: list[Evidence]) -> str:
        messages = [{"role": "user", "content": prompt(question, len(tokens), [e.content for e in asked])}]
        embeddings, mask = self.language.chat_embeddings(messages, tokens)
        with lora.using(self.language, lora.READING):
            return self.language.generate(embeddings, mask, max_new_tokens=64)[0]


def _chunks(samples: Iterator[Sample]) -> Iterator[list[Sample]]:
    while chunk := list(islice(samples, CHUNK)):
        yield chunk
