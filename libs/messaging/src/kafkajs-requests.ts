// Requests that kafkajs doesn't have (https://kafka.apache.org/protocol): one that takes batches already encoded, and two
// in versions of KIP-447, "Producer scalability for exactly once semantics". Those two are of the flexible kind: lengths
// are varints plus one, and every structure ends with tagged fields, of which we send none.
import {
  apiKeys,
  check,
  type Decoder,
  type Encoder,
  NewDecoder,
  NewEncoder,
  produceResponse,
  type Protocol,
} from './kafkajs-internals.ts';

/** A member of a group in one generation: what it sends is refused as soon as the group has gone on without it. */
export interface Membership {
  readonly groupId: string;
  readonly memberId: string;
  readonly generationId: number;
}

/** An offset of a partition with its metadata; decimal string, -1 where none is committed. */
export interface PartitionOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly metadata: string;
}

const noTags = (encoder: Encoder): Encoder => encoder.writeUVarInt(0);

/** Items by topic, in the order in which topics first come. */
export const byTopic = <T extends { readonly topic: string }>(items: readonly T[]): Map<string, T[]> =>
  Map.groupBy(items, (item) => item.topic);

const arrayOf = <T extends { readonly topic: string }>(items: readonly T[], encode: (item: T) => Encoder): Encoder[] =>
  [...byTopic(items)].map(([topic, same]) =>
    noTags(new NewEncoder().writeUVarIntString(topic).writeUVarIntArray(same.map(encode))),
  );

/**
 * Produce 7, for all in-sync replicas, with batches that are encoded already. `timeout`: how long they may take, in ms.
 * Written front to back into one buffer of the right size: an encoder for each partition, as kafkajs has it, copies
 * every batch four times more.
 */
export function produce(r: {
  transactionalId: string;
  timeout: number;
  batches: readonly { readonly topic: string; readonly partition: number; readonly batch: Buffer }[];
}): Protocol<void> {
  return {
    request: {
      apiKey: apiKeys['Produce'] as number,
      apiVersion: 7,
      apiName: 'Produce',
      encode: async () => {
        const topics = byTopic(r.batches);
        const bytes = r.batches.reduce((sum, { batch }) => sum + batch.length + 8, 0);
        const names = [r.transactionalId, ...topics.keys()].reduce((sum, name) => sum + 3 * name.length + 6, 0);
        const encoder = new NewEncoder(bytes + names + 10);
        encoder.writeString(r.transactionalId).writeInt16(-1).writeInt32(r.timeout).writeInt32(topics.size);
        for (const [topic, same] of topics) {
          encoder.writeString(topic).writeInt32(same.length);
          for (const { partition, batch } of same) encoder.writeInt32(partition).writeBytes(batch);
        }
        return encoder;
      },
    },
    response: produceResponse,
  };
}

/** TxnOffsetCommit 3: the offsets of a transaction, with who commits them, so that the broker can refuse a zombie. */
export function txnOffsetCommit(r: {
  transactionalId: string;
  producerId: string;
  producerEpoch: number;
  member: Membership;
  offsets: readonly PartitionOffset[];
}): Protocol<void> {
  const encodeOffset = ({ partition, offset, metadata }: PartitionOffset): Encoder =>
    noTags(
      new NewEncoder()
        .writeInt32(partition)
        .writeInt64(offset)
        .writeInt32(-1 /* leader epoch: unknown */)
        .writeUVarIntString(metadata),
    );
  return {
    request: {
      apiKey: apiKeys['TxnOffsetCommit'] as number,
      apiVersion: 3,
      apiName: 'TxnOffsetCommit',
      encode: async () =>
        noTags(
          noTags(new NewEncoder()) // of the request's header
            .writeUVarIntString(r.transactionalId)
            .writeUVarIntString(r.member.groupId)
            .writeInt64(r.producerId)
            .writeInt16(r.producerEpoch)
            .writeInt32(r.member.generationId)
            .writeUVarIntString(r.member.memberId)
            .writeUVarIntString(null) // static membership: none
            .writeUVarIntArray(arrayOf(r.offsets, encodeOffset)),
        ),
    },
    response: {
      decode: async (raw) => {
        const decoder = new NewDecoder(raw);
        decoder.readTaggedFields();
        decoder.readInt32(); // throttle time
        return decoder.readUVarIntArray((d) => {
          d.readUVarIntString();
          const codes = d.readUVarIntArray((p) => {
            p.readInt32();
            const code = p.readInt16();
            p.readTaggedFields();
            return code;
          });
          d.readTaggedFields();
          return codes ?? [];
        });
      },
      parse: async (topics) => (topics as number[][]).flat().forEach(check),
    },
  };
}

/**
 * OffsetFetch 7 with `require_stable`: while a transaction that commits one of the offsets is not ended, the broker
 * answers UNSTABLE_OFFSET_COMMIT instead of an offset that is about to change.
 */
export function stableOffsetFetch(
  groupId: string,
  partitions: readonly { topic: string; partition: number }[],
): Protocol<PartitionOffset[]> {
  const topics = [...byTopic(partitions)].map(([topic, same]) => {
    const encoder = new NewEncoder().writeUVarIntString(topic).writeUVarInt(same.length + 1);
    for (const { partition } of same) encoder.writeInt32(partition);
    return noTags(encoder);
  });
  return {
    request: {
      apiKey: apiKeys['OffsetFetch'] as number,
      apiVersion: 7,
      apiName: 'OffsetFetch',
      encode: async () =>
        noTags(noTags(new NewEncoder()).writeUVarIntString(groupId).writeUVarIntArray(topics).writeBoolean(true)),
    },
    response: {
      decode: async (raw) => {
        const decoder = new NewDecoder(raw);
        decoder.readTaggedFields();
        decoder.readInt32(); // throttle time
        const offsets = decoder.readUVarIntArray(readTopic) ?? [];
        return { offsets: offsets.flat(), code: decoder.readInt16() };
      },
      parse: async (decoded) => {
        const { offsets, code } = decoded as { offsets: (PartitionOffset & { code: number })[]; code: number };
        check(code);
        for (const offset of offsets) check(offset.code);
        return offsets;
      },
    },
    // Unstable is asked again, many times a second; all else is thrown.
    logResponseError: false,
  };
}

function readTopic(d: Decoder): (PartitionOffset & { code: number })[] {
  const topic = d.readUVarIntString() ?? '';
  const partitions = d.readUVarIntArray((p) => {
    const partition = p.readInt32();
    const offset = p.readInt64().toString();
    p.readInt32(); // leader epoch
    const metadata = p.readUVarIntString() ?? '';
    const code = p.readInt16();
    p.readTaggedFields();
    return { topic, partition, offset, metadata, code };
  });
  d.readTaggedFields();
  return partitions ?? [];
}
