import { applyTopics, deleteTopics, type OutgoingRecord, stamp, topicConfigs, topicsOf } from '@throughline/messaging';
import { Partitioners } from 'kafkajs';
import { contractOf, type Data, type HopNames, makeHop } from '../hop.ts';
import { client } from './client.ts';

const optionsOf = (brokers: string) => ({ brokers: brokers.split(','), clientId: 'bench-tool' });

/** Makes what a step needs, six partitions each. Records carry the broker's clock, as all of Throughline's do. */
export async function makeTopics(brokers: string, names: HopNames): Promise<void> {
  const { In, Out, service } = makeHop(names);
  await applyTopics(optionsOf(brokers), topicConfigs([In, Out], [service], { partitions: 6, replicationFactor: 1 }));
}

/** Deletes all of a step but its input. */
export async function dropTopics(brokers: string, names: HopNames): Promise<void> {
  const { In, service } = makeHop(names);
  const topics = topicsOf(service).filter((topic) => topic !== In.topic);
  await deleteTopics(optionsOf(brokers), topics, [names.service]);
}

/** Deletes a step's input. */
export const dropInput = (brokers: string, input: string): Promise<void> =>
  deleteTopics(optionsOf(brokers), [contractOf(input).topic], []);

/** The record that brings an event in, with a trace already begun, as from another service. */
export function inputRecord(input: string, data: Data) {
  const In = contractOf(input);
  const id = data.ticketId;
  const traceparent = `00-${(data.n + 1).toString(16).padStart(32, '0')}-${'1'.repeat(16)}-01`;
  return stamp({ name: 'bench', emits: [In] }, In.of(data), { cause: { id, correlationId: id, traceparent } });
}

/** Writes records 0 to `count` - 1, each once: a repeat on a slow answer would be taken for a fault of whom is measured. */
export async function fill(brokers: string, count: number, make: (n: number) => OutgoingRecord): Promise<void> {
  const producer = client(brokers).producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  const atOnce = 500;
  for (let n = 0; n < count; n += atOnce) {
    const records = Array.from({ length: Math.min(atOnce, count - n) }, (_, i) => make(n + i));
    const messages = records.map(({ key, value, headers }) => ({ key, value, headers: { ...headers } }));
    // oxlint-disable-next-line no-await-in-loop -- memory: one lot after the other
    await producer.send({ topic: records[0]!.topic, messages });
  }
  await producer.disconnect();
}
