"""An event as the AsyncAPI document declares it: its topic, its type, what its headers and data must be.

Nothing of Throughline is known here but that one document.
"""

import json
import os
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator

DOCUMENT = Path(__file__).parents[2] / "docs/reference/asyncapi/channels.json"


class Contract:
    def __init__(self, name: str, path: Path = DOCUMENT) -> None:
        document = json.loads(path.read_text(encoding="utf-8"))
        if name not in document["channels"]:
            raise SystemExit(f"There is no event {name}. There are: {', '.join(document['channels'])}.")
        message = document["components"]["messages"][name]
        own = f"#/components/messages/{name}"
        traits = [trait["$ref"] for trait in message["traits"]]
        self.topic: str = document["channels"][name]["address"]
        self.type: str = message["name"]
        self._headers = [Draft7Validator({**document, "$ref": f"{ref}/headers"}) for ref in [own, *traits]]
        self._data = Draft7Validator({**document, "$ref": f"{own}/payload"})

    def problems(self, headers: dict[str, str], data: Any) -> list[str]:
        """What is wrong, each with its place; empty where all is well. Fields that are not declared are fine."""
        wrong = [e for v in self._headers for e in v.iter_errors(headers)]
        return [f"headers.{e.json_path}: {e.message}" for e in wrong] + [
            f"data.{e.json_path}: {e.message}" for e in self._data.iter_errors(data)
        ]


def brokers() -> str:
    return os.environ.get("KAFKA_BROKERS", "127.0.0.1:19092")
