"""A model behind an OpenAI-compatible endpoint: a real HTTP server on this machine, with scripted answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from physfm import tools
from physfm.agent import calling
from physfm.agent.endpoint import EndpointSpeaker
from physfm.agent.limits import Limits, Spent
from physfm.agent.trace import Trace
from physfm.errors import InputError

CALL = {
    "role": "assistant",
    "content": None,
    "tool_calls": [
        {
            "id": "call_abc",
            "type": "function",
            "function": {"name": "pdg", "arguments": '{"particle": "Z", "property": "mass"}'},
        }
    ],
}
WORDS = {"role": "assistant", "content": "The Z weighs 91.1879 GeV."}


class Server(ThreadingHTTPServer):
    """Answers every request with the next of its messages, or with raw text and a status."""

    def __init__(self, answers: list[Any]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.asked = answers, []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append({"path": self.path, "authorization": self.headers["Authorization"], **body})
        answer = self.server.answers.pop(0)
        status, text = answer if isinstance(answer, tuple) else (200, json.dumps(_completion(answer)))
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: Any) -> None:
        pass


def _completion(message: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": "x",
        "object": "chat.completion",
        "created": 0,
        "model": "large",
        "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
        "usage": {"prompt_tokens": 3, "completion_tokens": 7, "total_tokens": 10},
    }


@pytest.fixture
def serve() -> Iterator[Any]:
    running: list[Server] = []

    def start(*answers: Any) -> Server:
        server = Server(list(answers))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running.append(server)
        return server

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


def test_the_same_tools_are_offered_to_an_endpoint(serve: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    server = serve(CALL, WORDS)
    speaker, trace = EndpointSpeaker(server.url, "large"), Trace()
    called = calling.run(speaker, "How heavy is the Z?", {"pdg": tools.find("pdg")}, Spent(Limits()), trace)
    assert called.words == WORDS["content"]
    assert "91.1879 ± 0.0020 GeV" in called.evidence[0].content
    first, second = server.asked
    assert first["path"] == "/v1/chat/completions"
    assert first["authorization"] == "Bearer secret"
    assert first["tools"] == [tools.find("pdg").schema]
    assert first["temperature"] == 0
    assert second["messages"][-2]["tool_calls"][0]["id"] == second["messages"][-1]["tool_call_id"] == "call_abc"
    assert "secret" not in trace.dump()


def test_calls_that_come_as_text_are_read_too(serve: Any) -> None:
    text = '<tool_call>{"name": "pdg", "arguments": {"particle": "Z", "property": "mass"}}</tool_call>'
    server = serve({"role": "assistant", "content": text})
    reply = EndpointSpeaker(server.url, "large").reply([{"role": "user", "content": "Z?"}], [], 50)
    assert [call.name for call in reply.calls] == ["pdg"]


def test_arguments_that_are_no_json_are_a_slip_to_repair(serve: Any) -> None:
    broken = json.loads(json.dumps(CALL))
    broken["tool_calls"][0]["function"]["arguments"] = '{"particle": '
    reply = EndpointSpeaker(serve(broken).url, "large").reply([{"role": "user", "content": "Z?"}], [], 50)
    assert not reply.calls
    assert "Expected the arguments of 'pdg' as a JSON object" in reply.problem


@pytest.mark.parametrize(
    "answer",
    [(401, '{"error": {"message": "no such key"}}'), (200, "no json"), (200, "{}"), (200, '{"choices": []}')],
)
def test_an_endpoint_that_refuses_gives_one_line(serve: Any, answer: tuple[int, str]) -> None:
    speaker = EndpointSpeaker(serve(answer, answer).url, "large")
    with pytest.raises(InputError, match=r"did not answer|something else") as caught:
        speaker.reply([{"role": "user", "content": "Z?"}], [], 50)
    assert "\n" not in str(caught.value)


def test_nobody_at_the_address_gives_one_line() -> None:
    with pytest.raises(InputError, match=r"large at 127\.0\.0\.1:9 did not answer: Connection error"):
        EndpointSpeaker("http://user:password@127.0.0.1:9/v1", "large", timeout_s=2.0).reply([], [], 5)


def test_what_is_no_url_is_refused() -> None:
    with pytest.raises(InputError, match="Expected the URL of an endpoint"):
        EndpointSpeaker("localhost:8000", "large")


@pytest.mark.parametrize(
    "content",
    [
        {"choices": []},
        {},
        [],
        None,
        {"choices": [{"message": None, "finish_reason": "stop"}]},
        {"choices": [{"message": {"role": "assistant", "content": 5}, "finish_reason": "stop"}]},
        {"choices": [{"message": {"role": "assistant", "content": [{"text": "Z"}]}, "finish_reason": "stop"}]},
        {"choices": [{"message": WORDS, "finish_reason": "stop"}], "usage": "much"},
        {"choices": [{"message": WORDS, "finish_reason": "stop"}], "usage": {"completion_tokens": "much"}},
    ],
)
def test_what_is_no_chat_completion_is_one_line(serve: Any, content: Any) -> None:
    speaker = EndpointSpeaker(serve((200, json.dumps(content))).url, "large")
    with pytest.raises(InputError, match="answered something else than a chat completion"):
        speaker.reply([{"role": "user", "content": "Z?"}], [], 5)


def test_an_answer_that_ends_at_its_longest_says_so(serve: Any) -> None:
    whole = _completion(WORDS)
    cut = whole | {"choices": [{**whole["choices"][0], "finish_reason": "length"}]}
    speaker = EndpointSpeaker(serve(WORDS, (200, json.dumps(cut))).url, "large")
    replies = [speaker.reply([{"role": "user", "content": "Z?"}], [], 5) for _ in range(2)]
    assert [(each.tokens, each.read, each.cut) for each in replies] == [(7, 3, False), (7, 3, True)]


# As a respondent of evaluations ---------------------------------------------------------------------------------------


def test_an_evaluation_waits_for_a_full_server_and_counts_what_it_cost(serve: Any) -> None:
    from physfm.evaluation import evaluate

    answer = {"role": "assistant", "content": "Answer: A"}
    server = serve((429, '{"error": {"message": "slow down"}}'), (503, "busy"), *[answer] * 6)
    found = evaluate("choices", "large", n=6, endpoint=server.url, connections=2)
    (run,) = found.as_dict()["runs"]
    assert len(server.asked) == 8
    assert run["tokens"] == {"read": 18, "written": 42, "cut": 0}
    assert all(each.reply == "Answer: A" for each in found.runs[0].answered)
    assert server.asked[0]["max_tokens"] == 1024


def test_questions_are_under_way_together_and_come_back_in_order() -> None:
    from physfm.evaluation.endpoint import EndpointRespondent
    from physfm.evaluation.item import Item

    together = threading.Barrier(3, timeout=20)  # breaks if the three do not meet

    class Meeting(Handler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            together.wait()
            said = {"role": "assistant", "content": body["messages"][-1]["content"]}
            text = json.dumps(_completion(said)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(text)

    with ThreadingHTTPServer(("127.0.0.1", 0), Meeting) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        who = EndpointRespondent(f"http://127.0.0.1:{server.server_port}/v1", "large", tokens=9, connections=3)
        assert who.name.endswith("9 tokens at most")
        assert who.replies([Item(str(n), f"Question {n}", "text", "x") for n in range(3)]) == [
            f"Question {n}" for n in range(3)
        ]
        server.shutdown()


def test_replies_before_a_failure_are_in_the_log(serve: Any, tmp_path: Any) -> None:
    from physfm.evaluation import evaluate
    from physfm.evaluation.runner import load

    answer = {"role": "assistant", "content": "Answer: A"}
    server = serve(*[answer] * 3, (401, '{"error": {"message": "key has ended"}}'))
    with pytest.raises(InputError, match="key has ended"):
        evaluate("choices", "large", n=9, endpoint=server.url, connections=1, log=tmp_path)
    (log,) = tmp_path.iterdir()
    assert len(load(log).answered) == 3
