import { brokerPrototype, type FetchedMessage, type FetchedPartition } from './kafkajs-internals.ts';

/** Offsets fit a number up to 2^53. */
const offsetOf = (text: string): number => Number(text);

/** A control record's key is a version and a type, two bytes each: 0 aborts, 1 commits. */
const isAbortMarker = ({ isControlRecord, key }: FetchedMessage): boolean =>
  isControlRecord && key !== null && key.length >= 4 && key.readInt16BE(2) === 0;

/**
 * The messages of a fetch that aborted transactions sent. The broker names each transaction by producer and first
 * offset, in the order in which they ended; it lasts until the producer's abort marker. A fetch may begin behind the
 * first offset of several. (As Kafka's own client does it, `CompletedFetch`.)
 */
export function abortedMessages({ messages, abortedTransactions }: FetchedPartition): FetchedMessage[] {
  const begin = (abortedTransactions ?? []).toSorted((a, b) => offsetOf(a.firstOffset) - offsetOf(b.firstOffset));
  const open = new Set<string>();
  let next = 0;
  return messages.filter((message) => {
    const offset = offsetOf(message.offset);
    for (let t = begin[next]; t && offsetOf(t.firstOffset) <= offset; t = begin[++next]) open.add(t.producerId);
    const { producerId, inTransaction } = message.batchContext;
    if (isAbortMarker(message)) open.delete(producerId);
    return inTransaction && !message.isControlRecord && open.has(producerId);
  });
}

/**
 * Makes every consumer of this process leave out what was aborted. kafkajs takes the list of aborted transactions for sorted by their beginning, and begins one of them a message at
 * most: where transactions of several producers were aborted, it hands on records of theirs as if committed. Here they
 * are marked like control records, which it leaves out and yet counts, before it looks.
 */
export function leaveOutAborted(): void {
  const { fetch } = brokerPrototype;
  brokerPrototype.fetch = async function (request) {
    const answer = await fetch.call(this, request);
    for (const partition of answer.responses.flatMap((topic) => topic.partitions)) {
      if (!partition.abortedTransactions?.length) continue;
      for (const message of abortedMessages(partition)) message.isControlRecord = true;
      partition.abortedTransactions = [];
    }
    return answer;
  };
}
