import { type Actor, type DataOf, LetterSettled, TicketRef } from '@throughline/contracts';
import { v4 } from 'uuid';
import { causeOf, lenient } from './dead-letter.ts';
import { type KafkaOptions, silent } from './kafka.ts';
import { errorType } from './kafkajs-internals.ts';
import type { Letter } from './letter.ts';
import { stamp } from './outgoing.ts';
import type { IncomingRecord, ProducedRecord } from './record.ts';
import { TransactionClient } from './transaction-client.ts';

/** A letter to be settled: `send` goes back to its service; without it the letter is dropped. */
export interface Settling {
  readonly letter: Letter;
  readonly record: IncomingRecord;
  readonly send?: ProducedRecord | undefined;
}

/** Who settles letters, and why. */
export interface Grounds {
  readonly by: Actor;
  readonly why: string;
}

const operator = { name: 'operator', emits: [LetterSettled] };

/**
 * Redrives and drops letters: the records and the events that say so in one transaction, so that no letter is redriven
 * and still open, or settled and not redriven. All commands of a cluster share one transactional id: one that begins
 * fences the one before. Read which letters are settled after {@link open}, and no letter is redriven twice.
 */
export class LetterSettler {
  private readonly client: TransactionClient;

  constructor(
    options: KafkaOptions,
    private readonly grounds: Grounds,
  ) {
    this.client = new TransactionClient(options, silent);
  }

  /** Connects, and ends what another command has not committed yet. */
  open(): Promise<void> {
    return this.client.openAs('throughline-letters');
  }

  close(): Promise<void> {
    return this.client.close();
  }

  /**
   * Settles all of these letters or none. @throws when another command took over; when it is not known whether they are
   * settled: what is settled is not settled again by a second try
   */
  async settle(letters: readonly Settling[]): Promise<void> {
    const records = letters.flatMap(({ send, ...of }) => [...(send ? [send] : []), this.event(of, send !== undefined)]);
    try {
      await this.client.commit(records);
    } catch (error) {
      throw explained(error);
    }
  }

  private event({ letter, record }: Omit<Settling, 'send'>, redriven: boolean): ProducedRecord {
    const { key, ticketId, reason, errorClass, errorCode, place, service, origin } = letter;
    const ref = TicketRef.safeParse(lenient(record)).data;
    const data: DataOf<typeof LetterSettled> = {
      ...ref,
      action: redriven ? 'redriven' : 'dropped',
      letter: place,
      service,
      failure: {
        reason: reason.slice(0, 500),
        ...(errorClass && { errorClass }),
        ...(errorCode && { errorCode }),
      },
      ...(origin && { origin }),
      // Whatever lies in the dead letters may be of any size.
      ...(key !== undefined && { key: key.slice(0, 500) }),
      ...(ticketId && { ticketId: ticketId.slice(0, 200) }),
      ...this.grounds,
      at: new Date().toISOString(),
    };
    // Each time is an act of its own, and the cause may lie in the dead letters of several services.
    const cause = causeOf(record);
    const told = JSON.stringify(cause).length < 10_000 ? { cause } : {};
    return stamp(operator, LetterSettled.of(data), { ...told, id: v4() });
  }
}

const fenced = ['INVALID_PRODUCER_EPOCH', 'PRODUCER_FENCED', 'INVALID_TXN_STATE', 'INVALID_PRODUCER_ID_MAPPING'];

function explained(error: unknown): Error {
  const { message } = error as Error;
  const kind = errorType(error) ?? '';
  return new Error(
    fenced.includes(kind)
      ? 'Another redrive or drop of this cluster began and took over. Wait for it, then run this one again.'
      : `${message} Run it again: what is settled is not settled twice.`,
    { cause: error },
  );
}
