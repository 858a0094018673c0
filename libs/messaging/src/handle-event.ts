import type { Contract, EventOf, NewEvent, ServiceDeclaration } from '@throughline/contracts';
import { readEvent } from './envelope.ts';
import { TerminalError } from './errors.ts';
import { stampAll } from './outgoing.ts';
import type { IncomingRecord, OutgoingRecord } from './record.ts';

/**
 * One step, as it runs in production and in specs: the record is read and checked, handled, and what came back is
 * checked and stamped.
 * @throws TerminalError NOT_AN_EVENT, INVALID_DATA, UNDECLARED_EMIT or INVALID_EMIT; and what the handler throws
 */
export async function handleEvent<C extends Contract>(
  declared: Pick<ServiceDeclaration, 'name' | 'emits'>,
  contract: C,
  record: IncomingRecord,
  handle: (event: EventOf<C>) => unknown,
): Promise<OutgoingRecord[]> {
  const event = readEvent(contract, record);
  return stampAll(declared, asList(await handle(event)), event);
}

/** What a handler gave back, as a list. @throws TerminalError when it is not made of events */
function asList(result: unknown): readonly NewEvent[] {
  const list = result === undefined || result === null ? [] : Array.isArray(result) ? (result as unknown[]) : [result];
  for (const event of list) {
    if (typeof event !== 'object' || event === null || !('contract' in event)) {
      throw new TerminalError(
        'A handler returned something that is no event: return Contract.of(data).',
        'UNDECLARED_EMIT',
      );
    }
  }
  return list as readonly NewEvent[];
}
