import type { Contract, ServiceDeclaration } from '@throughline/contracts';
import { inboxes } from './boot-checks.ts';
import { lenient } from './dead-letter.ts';
import type { IncomingRecord } from './record.ts';

/**
 * What a record waits for: others of its key, so that they stay in order. One that came without a key has the one that
 * its contract makes of its data; undefined where that can't be told, and then it waits for nothing.
 */
export function lanesOf(service: ServiceDeclaration): (record: IncomingRecord) => string | undefined {
  const contracts = new Map<string, Contract>();
  for (const contract of service.consumes) {
    for (const topic of inboxes({ ...service, consumes: [contract] })) contracts.set(topic, contract);
  }
  return (record) => {
    const { key, place } = record;
    if (key !== null && key.length > 0) return key.toString('latin1');
    const contract = contracts.get(place.topic);
    return contract && keyOf(contract, record);
  };
}

function keyOf(contract: Contract, record: IncomingRecord): string | undefined {
  try {
    const key: unknown = contract.key(lenient(record));
    return typeof key === 'string' && key !== '' ? Buffer.from(key).toString('latin1') : undefined;
  } catch {
    return undefined; // wrong data: the check on reading says so
  }
}
