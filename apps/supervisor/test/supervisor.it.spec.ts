import { getConnectionToken } from '@nestjs/mongoose';
import { Test, type TestingModule } from '@nestjs/testing';
import {
  type Contract,
  type DataOf,
  ReplyDrafted,
  services,
  TicketEscalated,
  TicketOpened,
  TicketResolved,
  TicketTriaged,
} from '@throughline/contracts';
import { eventId, EventPublisher, type OutgoingRecord, stamp } from '@throughline/messaging';
import type { Connection } from 'mongoose';
import { AppModule } from '../src/app.module.ts';
import { OverdueController } from '../src/overdue.controller.ts';
import { SupervisorAgent } from '../src/supervisor.agent.ts';
import { Sweep } from '../src/sweep.ts';

const later = (seconds: number): Date => new Date(Date.now() + seconds * 1000);

describe('the supervisor on a real store', () => {
  let app: TestingModule;
  let sent: OutgoingRecord[];
  let kafkaIsAway: boolean;

  beforeAll(async () => {
    process.env['MONGODB_DATABASE'] = `supervisor-it-${process.pid}`;
    const publisher = {
      stamp: (...[e, o]: Parameters<EventPublisher['stamp']>) => stamp(services.supervisor, e, o),
      send: async (records: OutgoingRecord[]) => {
        if (kafkaIsAway) throw new Error('away');
        sent.push(...records);
      },
    };
    const builder = Test.createTestingModule({ imports: [AppModule] });
    app = await builder.overrideProvider(EventPublisher).useValue(publisher).compile();
    await app.get<Connection>(getConnectionToken()).asPromise();
  });

  beforeEach(() => {
    sent = [];
    kafkaIsAway = false;
  });

  afterAll(async () => {
    await app.get<Connection>(getConnectionToken()).dropDatabase();
    await app.close();
  });

  /** The event as the log would hold it, from the service that emits it. */
  async function saw<C extends Contract>(contract: C, data: Partial<DataOf<C>>): Promise<void> {
    const sender = Object.values(services).find((s) => s.emits.some((c) => c === contract));
    if (!sender) throw new Error(`nobody emits ${contract.name}`);
    const record = stamp(sender, contract.of({ ...(contract.example as object), ...data }));
    await app.get(SupervisorAgent).saw([
      {
        place: { topic: contract.topic, partition: 0, offset: '0' },
        key: Buffer.from(record.key ?? ''),
        value: Buffer.from(record.value ?? ''),
        headers: record.headers,
        timestamp: new Date().toISOString(),
      },
    ]);
  }

  const sweepAt = (now: Date): Promise<void> => app.get(Sweep).run(now, 0);

  it('escalates an overdue step once, with the evidence that it saw', async () => {
    await saw(TicketOpened, { ticketId: 'A' });
    await saw(TicketTriaged, { ticketId: 'A' });
    await sweepAt(later(30));
    expect(sent).toEqual([]);
    await Promise.all([sweepAt(later(61)), sweepAt(later(61))]);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.headers).toMatchObject({
      ce_id: eventId('A', 1, TicketEscalated.type),
      ce_type: TicketEscalated.type,
      ce_subject: 'A',
    });
    expect(JSON.parse(sent[0]?.value ?? '')).toEqual({
      ticketId: 'A',
      customerId: 'C-17',
      turn: 1,
      step: 'draft',
      reason: 'drafter did not finish within 60 s',
      ticket: TicketTriaged.example.ticket,
      triage: TicketTriaged.example.triage,
    });
    await sweepAt(later(10_000));
    expect(sent).toHaveLength(1);
    expect((await app.get(OverdueController).list()).escalated).toMatchObject([{ ticketId: 'A', step: 'draft' }]);
  });

  it('leaves turns alone that have their outcome, in whatever order that was seen', async () => {
    await saw(TicketResolved, { ticketId: 'B' });
    await saw(TicketOpened, { ticketId: 'B' });
    await sweepAt(later(10_000));
    expect(sent).toEqual([]);
  });

  it('leaves a turn alone that a newer one overtook', async () => {
    await saw(TicketOpened, { ticketId: 'C', turn: 1 });
    await saw(TicketOpened, { ticketId: 'C', turn: 2 });
    await saw(TicketEscalated, { ticketId: 'C', turn: 2 });
    await sweepAt(later(10_000));
    expect(sent).toEqual([]);
  });

  it('keeps an escalation that could not be sent', async () => {
    await saw(ReplyDrafted, { ticketId: 'D' });
    kafkaIsAway = true;
    await sweepAt(later(61));
    const turn = await app
      .get<Connection>(getConnectionToken())
      .collection<{ _id: string }>('turns')
      .findOne({ _id: 'D.1' });
    expect(turn).toMatchObject({ escalated: { step: 'route' }, pending: [{ topic: TicketEscalated.topic }] });
  });
});
