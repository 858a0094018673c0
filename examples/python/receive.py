"""Takes webhooks and prints their events as JSON, one a line: WEBHOOK_SECRET=whsec_… python receive.py --port 8080

The first line that is printed is the address. With --ticket it prints what comes of one ticket and ends when there was
one event of each kind that is named.
"""

import argparse
import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from contract import Contract

LARGEST = 1_000_000


class Receiver(ThreadingHTTPServer):
    def __init__(self, port: int, secret: str, contracts: list[Contract], ticket: str | None) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.webhook = Webhook(secret)
        self.contracts = {contract.type: contract for contract in contracts}
        self.ticket = ticket
        self.lock = threading.Lock()
        self.seen: set[str] = set()
        self.missing = set(self.contracts)

    def take(self, headers: dict[str, str], body: bytes) -> tuple[int, str]:
        """The status to answer, and why where it is a refusal."""
        try:
            # On the body as it came: another order of its fields would be another text.
            event = self.webhook.verify(body, headers)
        except (WebhookVerificationError, ValueError) as error:
            return 401, f"not signed by Throughline: {error}"
        contract = self.contracts.get(event["type"])
        if contract is None:
            return 204, ""
        problems = contract.problems(as_headers(event), event["data"])
        if problems:
            return 422, "; ".join(problems)
        with self.lock:
            # The same delivery again: the answer to the first was lost.
            if headers["webhook-id"] not in self.seen and self.ticket in (None, event.get("subject")):
                self.seen.add(headers["webhook-id"])
                self.missing.discard(event["type"])
                print(json.dumps(event, ensure_ascii=False), flush=True)
        return 204, ""


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        if length > LARGEST:
            status, why = 413, f"at most {LARGEST} bytes"
        else:
            status, why = self.server.take({k.lower(): v for k, v in self.headers.items()}, self.rfile.read(length))
        self.send_response(status)
        self.end_headers()
        if why:
            self.wfile.write(why.encode())
            print(f"{status}: {why}", file=sys.stderr)
        if self.server.ticket and not self.server.missing:
            # From another thread: it waits until this answer is given.
            threading.Thread(target=self.server.shutdown).start()

    def log_message(self, *_) -> None:
        pass


def as_headers(event: dict) -> dict[str, str]:
    """A structured CloudEvent's attributes under the names that they have as Kafka headers: those the document describes."""
    own = {"datacontenttype": "content-type", "traceparent": "traceparent", "tracestate": "tracestate"}
    return {own.get(name, f"ce_{name}"): value for name, value in event.items() if name != "data"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("events", nargs="*", default=["replyDelivered"], help="channels of the AsyncAPI document")
    parser.add_argument("--port", type=int, default=8080, help="0 takes a free one")
    parser.add_argument("--ticket", help="only this ticket (subject)")
    parser.add_argument("--seconds", type=float, default=60, help="give up after so long, with --ticket")
    args = parser.parse_args()
    secret = os.environ.get("WEBHOOK_SECRET")
    if not secret:
        print("Set WEBHOOK_SECRET to the endpoint's secret, whsec_…", file=sys.stderr)
        return 2

    server = Receiver(args.port, secret, [Contract(name) for name in args.events], args.ticket)
    if args.ticket:
        late = threading.Timer(args.seconds, server.shutdown)
        late.daemon = True
        late.start()
    print(f"http://127.0.0.1:{server.server_port}/", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        return 0
    finally:
        server.server_close()
    if server.missing:
        print(f"Not within {args.seconds:.0f} s: {', '.join(sorted(server.missing))}", file=sys.stderr)
    return 1 if server.missing else 0


if __name__ == "__main__":
    sys.exit(main())
