"""``physfm chat``: a conversation in the terminal, with files attached by path, pictures saved and every step shown.

Lines that begin with a slash are commands; everything else is a question. Works with a terminal and with a pipe: when
the input is no terminal, one line is one question.
"""

from __future__ import annotations

import shlex
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from physfm.errors import InputError, PhysfmError

if TYPE_CHECKING:
    from rich.console import Console

    from physfm.agent import Agent
    from physfm.answer import Answer

HELP = """/data FILE...   attach files (all questions are then about them)
/clear          detach all files and forget the conversation
/plot [FOLDER]  save the pictures of the last answer's items (default: this folder)
/tools          what tools there are
/trace [FILE]   how the last answer came about; or write it to a file
/help, /quit"""


def talk(agent: Agent, console: Console, files: list[Path]) -> list[tuple[str, Answer]]:
    """Talk until the input ends; return all questions with their answers."""
    session = Session(agent, console, files)
    console.print("Ask about physics. /data FILE attaches a file, /help lists all commands, /quit ends.")
    while True:
        try:
            line = console.input("[bold]> [/bold]").strip()
        except (EOFError, KeyboardInterrupt):
            break
        if line in ("/quit", "/exit"):
            break
        try:
            session.take(line)
        except PhysfmError as err:
            console.print(str(err), style="red", markup=False)
        except OSError as err:
            console.print(f"{err.filename}: {err.strerror}", style="red", markup=False)
    return session.history


class Session:
    """The state of one conversation.

    Parameters
    ----------
    agent
        Who answers.
    console
        Where to.
    files
        Attached from the beginning.
    """

    def __init__(self, agent: Agent, console: Console, files: list[Path]) -> None:
        self.agent, self.console, self.files = agent, console, files
        self.history: list[tuple[str, Answer]] = []

    def take(self, line: str) -> None:
        """Do what one line of input says.

        Raises
        ------
        PhysfmError, OSError
            If it cannot be done; the conversation goes on.
        """
        if not line.startswith("/"):
            if line:
                self._ask(line)
            return
        try:
            command, *arguments = shlex.split(line)
        except ValueError as err:
            raise InputError(f"{line!r} cannot be read: {err}.") from err
        actions = {
            "/data": self._attach,
            "/clear": self._clear,
            "/plot": self._plot,
            "/tools": self._tools,
            "/trace": self._trace,
            "/help": self._help,
        }
        if command not in actions:
            raise InputError(f"No command {command!r}. There are {', '.join(actions)} and /quit.")
        actions[command](arguments)

    def _ask(self, question: str) -> None:
        from physfm.answer import shown

        with self.console.status("thinking"):
            answer = self.agent.ask(question, self.files, history=self.history)
        self.history.append((question, answer))
        self.console.print(answer.text, style="bold", markup=False)
        for fact in answer.evidence:
            style = "red" if fact.kind in ("check", "warning") else "dim"
            self.console.print(f"  {shown(fact)}", style=style, markup=False)

    def _attach(self, arguments: list[str]) -> None:
        from physfm.router import recognise

        if not arguments:
            raise InputError("/data needs a file.")
        found = [recognise(Path(name).expanduser()) for name in arguments]  # all are good, or none is attached
        for attachment in found:
            self.files += [path for path in attachment.paths if path not in self.files]
            names = ", ".join(path.name for path in attachment.paths)
            self.console.print(
                f"attached {names}: {attachment.layout}, read by {attachment.encoder.name}", markup=False
            )

    def _clear(self, _: list[str]) -> None:
        self.files.clear()
        self.history.clear()
        self.console.print("nothing is attached")

    def _plot(self, arguments: list[str]) -> None:
        from physfm.checkpoint import write_atomically

        figures = self._last().figures
        if not figures:
            raise InputError("The last answer was about no data: there is nothing to draw.")
        folder = Path(arguments[0] if arguments else ".").expanduser()
        folder.mkdir(parents=True, exist_ok=True)
        for number, figure in enumerate(figures, 1):
            stem = f"physfm-{len(self.history)}-{number}"
            path = next(p for k in range(1000) if not (p := folder / f"{stem}{f'-{k}' if k else ''}.png").exists())
            write_atomically(path, partial(figure.savefig, format="png", dpi=130, bbox_inches="tight"))
            self.console.print(f"saved {path}", markup=False)

    def _tools(self, _: list[str]) -> None:
        from physfm.tools import tools

        for name, tool in tools().items():
            self.console.print(f"{name:22} {tool.description}", markup=False)

    def _trace(self, arguments: list[str]) -> None:
        from physfm.agent import Trace

        trace = Trace([dict(event) for event in self._last().events])
        if arguments:
            self.console.print(f"wrote {trace.write(Path(arguments[0]).expanduser())}", markup=False)
        else:
            self.console.print(str(trace), markup=False)

    def _help(self, _: list[str]) -> None:
        self.console.print(HELP, markup=False)

    def _last(self) -> Answer:
        if not self.history:
            raise InputError("Nothing was asked yet.")
        return self.history[-1][1]
