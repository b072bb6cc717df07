"""What a tool is: a typed function with units, its schema, validation of its arguments, and what it returns.

The schema is JSON Schema made by pydantic from the function's signature and docstring: the chat template of a base
model, an OpenAI-compatible endpoint and an MCP server all take it as it is. Keyword-only parameters are no part of it:
they are for the program that calls the tool (the folder for its files), never for a language model. A tool never raises
what a user cannot act on: bad arguments, unknown names and exceeded limits are `InputError`s in one line.
"""

from __future__ import annotations

import inspect
import json
import reprlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Literal

from physfm.errors import InputError, did_you_mean


@dataclass(frozen=True)
class Result:
    """What a tool found.

    Parameters
    ----------
    text
        One sentence that states it, with value, uncertainty and unit: what a person or a language model reads.
    value
        The number or word; None where nothing was found (never zero for "not found").
    unit
        As pint reads it; ``"1"`` for dimensionless, empty where there is no number.
    uncertainty
        Errors in ``unit``, upwards and downwards: one standard deviation, unless ``details["confidence_level"]`` (per
        cent) says otherwise; None where none is known.
    limit
        Whether ``value`` is a bound instead of a measurement.
    source
        Where it is from: edition, identifier and citation, or the formula.
    details
        More, as plain JSON: rows of a table, steps, alternatives.
    """

    text: str
    value: float | int | str | bool | None = None
    unit: str = ""
    uncertainty: tuple[float, float] | None = None
    limit: Literal["upper", "lower"] | None = None
    source: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def found(self) -> bool:
        """Whether there is a value."""
        return self.value is not None

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return asdict(self) | {"details": dict(self.details)}


@dataclass(frozen=True)
class Tool:
    """A function that the agent, the shell and a server can call by name with JSON arguments.

    Parameters
    ----------
    function
        Keyword arguments with annotations that pydantic understands (``Annotated[str, Field(description=...)]``);
        its name is the tool's name and the first paragraph of its docstring the tool's description. Parameters behind
        a ``*`` have defaults and are given by the calling program alone.
    """

    function: Callable[..., Result]

    @property
    def name(self) -> str:
        """Name by which it is called."""
        return self.function.__name__

    @property
    def description(self) -> str:
        """First paragraph of the docstring, on one line."""
        return " ".join((inspect.getdoc(self.function) or "").split("\n\n")[0].split())

    @cached_property
    def _arguments(self) -> Any:
        from pydantic import ConfigDict, create_model

        signature = inspect.signature(self.function, eval_str=True)
        fields: dict[str, Any] = {
            name: (p.annotation, ... if p.default is p.empty else p.default)
            for name, p in signature.parameters.items()
            if p.kind is not p.KEYWORD_ONLY
        }
        return create_model(self.name, __config__=ConfigDict(extra="forbid"), **fields)

    @property
    def schema(self) -> dict[str, Any]:
        """The tool as JSON Schema, in the form ``{"type": "function", "function": {...}}`` of chat templates."""
        parameters = self._arguments.model_json_schema()
        parameters.pop("title", None)
        return {
            "type": "function",
            "function": {"name": self.name, "description": self.description, "parameters": parameters},
        }

    @cached_property
    def _context(self) -> frozenset[str]:
        parameters = inspect.signature(self.function).parameters.values()
        return frozenset(p.name for p in parameters if p.kind is p.KEYWORD_ONLY)

    def __call__(self, arguments: Mapping[str, Any], **context: Any) -> Result:
        """Validate and call.

        Parameters
        ----------
        arguments
            What the schema describes; from a person, a file or a language model, checked.
        context
            What the calling program decides and the schema does not mention, such as ``folder``, where files may be
            written; a tool takes of it what it knows.

        Raises
        ------
        InputError
            In one line: an argument is missing, unknown or of the wrong type, or the tool cannot answer.
        """
        from pydantic import ValidationError

        known = list(self._arguments.model_fields)
        for name in arguments:
            if name not in known:
                raise InputError(
                    f"Tool {self.name!r} has no argument {name!r:.100}.{did_you_mean(str(name)[:100], known)} "
                    f"It takes: {', '.join(known)}."
                )
        try:
            checked = self._arguments.model_validate(dict(arguments))
        except ValidationError as err:
            first = err.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "arguments"
            given = reprlib.repr(first.get("input"))  # short, also for input that is long or deeply nested
            raise InputError(f"Tool {self.name!r}, {where[:100]}: {_told(first)}, got {given}.") from err
        own = {name: value for name, value in context.items() if name in self._context}
        try:
            result = self.function(**{name: getattr(checked, name) for name in known}, **own)
        except (OverflowError, ZeroDivisionError) as err:
            raise InputError(f"Tool {self.name!r}: the arguments lead out of the range of numbers ({err}).") from err
        try:
            json.dumps(result.as_dict(), allow_nan=False)  # every result can be sent and logged
        except ValueError as err:
            raise InputError(f"Tool {self.name!r}: the arguments give no finite number.") from err
        return result


def _told(error: Mapping[str, Any]) -> str:
    """What pydantic found wrong, short; of a closed list all words, as they are the answer."""
    return str(error["msg"])[: 800 if error["type"] == "literal_error" else 200]
