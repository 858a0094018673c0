import { applyTopics, deleteTopics, sendRecords, stamp, topicConfigs, topicsOf } from '@throughline/messaging';
import { contractOf, type Data, type HopNames, makeHop } from '../hop.ts';

const optionsOf = (brokers: string) => ({ brokers: brokers.split(','), clientId: 'bench-tool' });

/** Makes what a step needs: six partitions each, and the broker's clock on every record. */
export async function makeTopics(brokers: string, names: HopNames): Promise<void> {
  const { In, Out, service } = makeHop(names);
  const configs = topicConfigs([In, Out], [service], { partitions: 6, replicationFactor: 1 });
  const stamped = configs.map((config) => ({
    ...config,
    configEntries: [...(config.configEntries ?? []), { name: 'message.timestamp.type', value: 'LogAppendTime' }],
  }));
  await applyTopics(optionsOf(brokers), stamped);
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

/** Writes records 0 to `count` - 1 as other services would. */
export async function fill(brokers: string, input: string, count: number, make: (n: number) => Data): Promise<void> {
  const atOnce = 10_000;
  for (let n = 0; n < count; n += atOnce) {
    const records = Array.from({ length: Math.min(atOnce, count - n) }, (_, i) => inputRecord(input, make(n + i)));
    // oxlint-disable-next-line no-await-in-loop -- memory: one lot after the other
    await sendRecords(optionsOf(brokers), records);
  }
}
