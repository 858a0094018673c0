"""Prints events as JSON, one a line: python consume.py ticketResolved replyDelivered --group acme-crm

With --ticket it prints those of one ticket and ends when there was one of each kind.
"""

import argparse
import json
import sys
import time
import uuid

from confluent_kafka import Consumer

from contract import Contract, brokers


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("events", nargs="+", help="names of channels of the AsyncAPI document")
    parser.add_argument("--group", default=f"example-{uuid.uuid4()}", help="go on where this consumer group was")
    parser.add_argument("--ticket", help="only this ticket (ce_subject)")
    parser.add_argument("--seconds", type=float, default=60, help="give up after so long, with --ticket")
    args = parser.parse_args()

    contracts = {contract.topic: contract for contract in map(Contract, args.events)}
    consumer = Consumer(
        {
            "bootstrap.servers": brokers(),
            "group.id": args.group,
            "auto.offset.reset": "earliest",
            # Events are sent in transactions: what was called off must not be seen.
            "isolation.level": "read_committed",
            "enable.auto.commit": False,
        }
    )
    consumer.subscribe(list(contracts))
    deadline = time.monotonic() + args.seconds
    missing = set(contracts)
    seen = set()
    try:
        while missing and (not args.ticket or time.monotonic() < deadline):
            record = consumer.poll(1.0)
            if record is None:
                continue
            if record.error():
                print(record.error(), file=sys.stderr)
                continue
            event = read(contracts[record.topic()], record)
            # Once each, by identity: a producer that was not sure sends again.
            if event and event["identity"] not in seen and args.ticket in (None, event["subject"]):
                seen.add(event["identity"])
                missing -= {record.topic()} if args.ticket else set()
                print(json.dumps(event, ensure_ascii=False), flush=True)
            # After the work: what is not committed comes again.
            consumer.commit(record, asynchronous=False)
    finally:
        consumer.close()
    if missing:
        print(f"Not within {args.seconds:.0f} s: {', '.join(sorted(missing))}", file=sys.stderr)
    return 1 if missing else 0


def read(contract: Contract, record):
    """The event, or None for what is none: a tombstone, or a record that does not fit the contract."""
    if record.value() is None:
        return None
    headers = {name: value.decode() for name, value in record.headers() or [] if value is not None}
    data = json.loads(record.value())
    problems = contract.problems(headers, data)
    if problems:
        print(f"{record.topic()}[{record.partition()}]@{record.offset()}: {'; '.join(problems)}", file=sys.stderr)
        return None
    return {
        "identity": (headers["ce_source"], headers["ce_id"]),
        "type": contract.type,
        "subject": headers.get("ce_subject"),
        "partition": record.partition(),
        "headers": headers,
        "data": data,
    }


if __name__ == "__main__":
    sys.exit(main())
