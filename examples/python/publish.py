"""Publishes a customer's message: python publish.py < message.json

The data of support.ticket.received is read from standard input. What was written, and where, is printed as JSON.
"""

import argparse
import json
import sys
import uuid
from datetime import datetime, timezone

from confluent_kafka import Producer

from contract import Contract, brokers


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", default="/acme/helpdesk", help="who says so: a URI reference of your own")
    parser.add_argument("--id", default=str(uuid.uuid4()), help="the same id again is the same message")
    parser.add_argument("--unchecked", action="store_true", help="send what does not fit, to see what becomes of it")
    args = parser.parse_args()

    received = Contract("ticketReceived")
    data = json.load(sys.stdin)
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    headers = {
        "ce_specversion": "1.0",
        "ce_id": args.id,
        "ce_source": args.source,
        "ce_type": received.type,
        "ce_time": now,
        "content-type": "application/json",
    }
    if "ticketId" in data:
        headers["ce_subject"] = data["ticketId"]

    problems = received.problems(headers, data)
    if problems and not args.unchecked:
        print("\n".join(problems), file=sys.stderr)
        return 2

    producer = Producer(
        {
            "bootstrap.servers": brokers(),
            # Java's default, which librdkafka's is not: equal keys lie in one partition, whoever sends them.
            "partitioner": "murmur2_random",
            "enable.idempotence": True,
        }
    )
    outcome = {}

    def delivered(error, record) -> None:
        outcome.update(error=error, partition=record.partition(), offset=record.offset())

    value = json.dumps(data, ensure_ascii=False).encode()
    producer.produce(received.topic, key=str(data.get("customerId", "")), value=value, headers=headers, on_delivery=delivered)
    producer.flush(30)
    if outcome.get("error", "not answered within 30 s") is not None:
        print(f"Not written: {outcome.get('error', 'no answer within 30 s')}", file=sys.stderr)
        return 1
    del outcome["error"]
    print(json.dumps({"id": args.id, "topic": received.topic, **outcome}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
