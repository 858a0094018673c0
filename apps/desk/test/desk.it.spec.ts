import { ConflictException } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import { Test, type TestingModule } from '@nestjs/testing';
import { ReplyDelivered, ReviewRequested, services, TicketEscalated } from '@throughline/contracts';
import { EventPublisher, type OutgoingRecord, stamp } from '@throughline/messaging';
import { indexed } from '@throughline/platform/testing';
import type { Connection } from 'mongoose';
import { AppModule } from '../src/app.module.ts';
import { DeskAgent } from '../src/desk.agent.ts';
import { Leases } from '../src/leases.ts';
import { QueuesController } from '../src/queues.controller.ts';
import { ReviewsController } from '../src/reviews.controller.ts';
import { event, minutesLater } from './given.ts';

// One's own ticket a test, so that tests need not clean up.
const request = (ticketId: string, id: string, data = {}) => event(ReviewRequested, id, { ticketId, ...data });

describe('the desk on a real store', () => {
  let app: TestingModule;
  let sent: OutgoingRecord[];
  let kafkaIsAway: boolean;
  const desk = () => app.get(DeskAgent);
  const http = () => app.get(ReviewsController);
  const types = () => sent.map((r) => r.topic);

  beforeAll(async () => {
    process.env['MONGODB_DATABASE'] = `desk-it-${process.pid}`;
    const publisher = {
      stamp: (...[e, o]: Parameters<EventPublisher['stamp']>) => stamp(services.desk, e, o),
      send: async (records: OutgoingRecord[]) => {
        if (kafkaIsAway) throw new Error('away');
        sent.push(...records);
      },
    };
    const builder = Test.createTestingModule({ imports: [AppModule] });
    app = await builder.overrideProvider(EventPublisher).useValue(publisher).compile();
    await indexed(app.get<Connection>(getConnectionToken()));
    await Promise.all(Object.values(app.get<Connection>(getConnectionToken()).models).map((m) => m.init()));
  });

  beforeEach(() => {
    sent = [];
    kafkaIsAway = false;
  });

  afterAll(async () => {
    await app.get<Connection>(getConnectionToken()).dropDatabase();
    await app.close();
  });

  it('gives a review to one of many who claim it at once', async () => {
    await desk().requested(request('A', 'a1'));
    const people = ['ann', 'bob', 'cy', 'dee', 'eve'];
    const results = await Promise.allSettled(people.map((p) => http().claim('A.1', p, {})));
    expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(1);
    const winner = (await http().one('A.1')).claim?.by;
    for (const r of results.filter((x) => x.status === 'rejected')) {
      expect(r.reason).toBeInstanceOf(ConflictException);
      expect((r.reason as Error).message).toContain(`claimed by ${winner}`);
    }
    expect(types()).toEqual([services.desk.emits[0].topic]);
  });

  it('takes one of two decisions', async () => {
    await desk().requested(request('B', 'b1'));
    await http().claim('B.1', 'ann', {});
    sent = [];
    const both = await Promise.allSettled([
      http().decide('B.1', 'ann', { action: 'approve' }),
      http().decide('B.1', 'ann', { action: 'write', text: 'Hello' }),
    ]);
    expect(both.map((r) => r.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(types()).toEqual(['support.review.decided.v1']);
    expect((await http().one('B.1')).decisions).toHaveLength(1);
  });

  it('opens one review for requests on two topics at once, and closes it with the ticket', async () => {
    await Promise.all([
      desk().requested(request('C', 'c1')),
      desk().escalated(event(TicketEscalated, 'c2', { ticketId: 'C' })),
      desk().requested(request('C', 'c3', { turn: 2 })),
    ]);
    const open = await http().list({ ticketId: 'C', state: 'open', limit: 10 });
    expect(open).toHaveLength(1);
    expect(open[0]).toMatchObject({ turn: 2 });
    const id = open[0]?.reviewId ?? '';
    await http().claim(id, 'ann', {});
    await http().decide(id, 'ann', { action: 'close', note: 'done by phone' });
    expect(types()).toEqual(['support.review.claimed.v1', 'support.review.decided.v1', 'support.ticket.closed.v1']);
  });

  it('lets nothing wait for a turn that had its reply before', async () => {
    await desk().delivered(event(ReplyDelivered, 'd1', { ticketId: 'D' }));
    await desk().escalated(event(TicketEscalated, 'd2', { ticketId: 'D' }));
    expect(await http().list({ ticketId: 'D', limit: 10 })).toMatchObject([{ state: 'answered' }]);
  });

  it('keeps a decision whose event could not be sent, and sends it with the next', async () => {
    await desk().requested(request('E', 'e1'));
    kafkaIsAway = true;
    await http().claim('E.1', 'ann', {});
    kafkaIsAway = false;
    await http().decide('E.1', 'ann', { action: 'ask_back', text: 'Which order is it?' });
    expect(types()).toEqual(['support.review.claimed.v1', 'support.review.decided.v1']);
  });

  it('puts a review back into its queue when the lease is over', async () => {
    await desk().requested(request('F', 'f1', { queue: 'leases' }));
    await http().claim('F.1', 'ann', { minutes: 1 });
    await app.get(Leases).sweep(minutesLater(60 * 24 * 365 * 50));
    expect(await app.get(QueuesController).list()).toContainEqual(
      expect.objectContaining({ queue: 'leases', open: 1, claimed: 0 }),
    );
    expect(JSON.parse(sent.at(-1)?.value ?? '')).toMatchObject({ status: 'expired', by: { id: 'ann' } });
  });

  it('keeps the evidence as it came, so that its hash holds', async () => {
    const headers = { 'x.dotted': '1', $odd: '2' };
    await desk().requested(request('G', 'g1', { ticket: { ...ReviewRequested.example.ticket, headers } }));
    const { shown, evidence } = await http().one('G.1');
    expect(evidence.ticket).toEqual({ ...ReviewRequested.example.ticket, headers });
    await http().claim('G.1', 'ann', {});
    await expect(http().decide('G.1', 'ann', { action: 'approve', shown })).resolves.toMatchObject({
      state: 'decided',
    });
  });
});
