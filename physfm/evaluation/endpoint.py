"""A model behind an OpenAI-compatible endpoint as a respondent: several questions at once, patient with a full one."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import final

from physfm.agent.endpoint import EndpointSpeaker
from physfm.agent.speaker import Reply
from physfm.evaluation.item import Item, with_choices
from physfm.evaluation.respondents import Spent

LONGEST_ANSWER = 1024  # tokens: who answers here writes how it comes to it
CONNECTIONS = 4
RETRIES = 5
TIMEOUT_S = 600.0
"""Of one request; long answers of loaded servers take minutes."""


@final
class EndpointRespondent:
    """A model behind an OpenAI-compatible endpoint, asked in a chat; it gives words only.

    A server that is full or stumbles is asked again, later each time, `RETRIES` times.

    Parameters
    ----------
    url, model
        As `physfm.agent.endpoint.EndpointSpeaker` takes them.
    tokens
        Longest answer; `LONGEST_ANSWER` if None. Models that think aloud need more.
    connections
        Questions that are under way at the same time.
    """

    blind = True
    SYSTEM = "Answer the physics question. End with one line: 'Answer: ' and the value with its unit, or the letter."

    def __init__(self, url: str, model: str, tokens: int | None = None, connections: int = CONNECTIONS) -> None:
        self._speaker = EndpointSpeaker(url, model, TIMEOUT_S, RETRIES)
        self.tokens = LONGEST_ANSWER if tokens is None else tokens
        self.at_once, self.spent = connections, Spent()
        self.name = self._speaker.name
        if self.tokens != LONGEST_ANSWER:
            self.name += f", {self.tokens} tokens at most"

    def replies(self, items: Sequence[Item]) -> list[str]:
        """Answers, one request an item.

        Raises
        ------
        InputError
            In one line, if the endpoint cannot be reached, refuses, or answers nonsense.
        """
        with ThreadPoolExecutor(self.at_once) as pool:
            found = list(pool.map(self._asked, items))
        for reply in found:
            self.spent.read += reply.read
            self.spent.written += reply.tokens
            self.spent.cut += reply.cut
        return [reply.text for reply in found]

    def _asked(self, item: Item) -> Reply:
        messages = [{"role": "system", "content": self.SYSTEM}, {"role": "user", "content": with_choices(item)}]
        return self._speaker.reply(messages, [], self.tokens)
