import { getConnectionToken } from '@nestjs/mongoose';
import { Logger } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import {
  type Contract,
  services,
  ReplyDelivered,
  ReplyDrafted,
  TicketOpened,
  TicketReceived,
  TicketTriaged,
} from '@throughline/contracts';
import { type IncomingRecord, stamp } from '@throughline/messaging';
import { indexed } from '@throughline/platform/testing';
import type { Connection } from 'mongoose';
import { AppModule } from '../src/app.module.ts';
import { AuditAgent } from '../src/audit.agent.ts';
import { FlowStore } from '../src/flows.ts';
import { TimelineController } from '../src/timeline.controller.ts';

let app: TestingModule;
let db: Connection;
let offset = 0;

beforeAll(async () => {
  process.env['MONGODB_DATABASE'] = `audit-it-${process.pid}`;
  app = await Test.createTestingModule({ imports: [AppModule] }).compile();
  db = await indexed(app.get<Connection>(getConnectionToken()));
});

afterAll(async () => {
  await db.dropDatabase();
  await app.close();
});

/** An event of the ticket as the log holds it. */
function recordOf(contract: Contract, ticketId: string, id: string): IncomingRecord {
  const sender = Object.values(services).find((s) => s.emits.some((c) => c === contract)) ?? services.intake;
  const data = { ...(contract.example as object), ticketId };
  const { headers, key, value } = stamp({ ...sender, emits: [contract] }, contract.of(data), { id });
  const place = { topic: contract.topic, partition: 0, offset: String(offset++) };
  const at = new Date().toISOString();
  return { place, key: Buffer.from(key ?? ''), value: Buffer.from(value ?? ''), headers, timestamp: at };
}

const record = (records: IncomingRecord[]): Promise<void> => app.get(AuditAgent).records(records);
const flowOf = (ticketId: string) => app.get(FlowStore).find(ticketId);
const eventsOf = (subject: string) => db.collection('events').countDocuments({ subject });

it('keeps every event of a batch, and one flow a ticket', async () => {
  await record([recordOf(TicketOpened, 'A', 'a1'), recordOf(TicketOpened, 'B', 'b1')]);
  await record([recordOf(TicketTriaged, 'A', 'a2')]);
  expect(await eventsOf('A')).toBe(2);
  expect(await flowOf('A')).toMatchObject({ state: 'open', turn: 1, customerId: TicketOpened.example.customerId });
  expect((await flowOf('A'))?.steps.map((s) => s.eventId)).toEqual(['a1', 'a2']);
  expect((await flowOf('B'))?.steps).toHaveLength(1);
});

it('changes nothing when a batch comes again, alone or among new ones', async () => {
  const [first, second, third] = ['c1', 'c2', 'c3'].map((id) => recordOf(TicketOpened, 'C', id)) as [
    IncomingRecord,
    IncomingRecord,
    IncomingRecord,
  ];
  await record([first, second]);
  await record([first, second]);
  await record([first, third, second]);
  expect(await eventsOf('C')).toBe(3);
  expect((await flowOf('C'))?.steps.map((s) => s.eventId)).toEqual(['c1', 'c2', 'c3']);
});

it('reports another event at a place that is taken, and keeps the first', async () => {
  const said = jest.spyOn(Logger.prototype, 'error').mockImplementation();
  const first = recordOf(TicketOpened, 'D', 'd1');
  await record([first]);
  await record([{ ...recordOf(TicketTriaged, 'D', 'd2'), place: first.place }]);
  expect(said).toHaveBeenCalledWith(expect.stringContaining(`${first.place.topic}/0/${first.place.offset}`));
  const event = await db.collection<{ subject: string; headers: object }>('events').findOne({ subject: 'D' });
  expect(event?.headers).toMatchObject({ ce_id: 'd1' });
  said.mockRestore();
});

it('loses no step where several instances meet at a new ticket', async () => {
  const ids = Array.from({ length: 12 }, (_, n) => `e${n}`);
  await Promise.all(ids.map((id) => record([recordOf(TicketOpened, 'E', id)])));
  expect((await flowOf('E'))?.steps.map((s) => s.eventId).toSorted()).toEqual(ids.toSorted());
});

it('learns whose ticket it is from whichever event says so', async () => {
  const nameless = recordOf(TicketReceived, 'F', 'f1');
  await record([{ ...nameless, value: Buffer.from('not even JSON') }]);
  expect((await flowOf('F'))?.customerId).toBeNull();
  await record([recordOf(TicketOpened, 'F', 'f2')]);
  await record([{ ...recordOf(TicketReceived, 'F', 'f3'), value: Buffer.from('{}') }]);
  expect((await flowOf('F'))?.customerId).toBe(TicketOpened.example.customerId);
});

it('lists the tickets that quote an article, and where', async () => {
  await record([
    recordOf(ReplyDrafted, 'Q', 'q1'),
    recordOf(TicketOpened, 'R', 'r1'),
    recordOf(ReplyDrafted, 'S', 's1'),
  ]);
  await record([recordOf(ReplyDelivered, 'Q', 'q2'), recordOf(ReplyDrafted, 'Q', 'q1')]);
  const draft = { revision: 1, turn: 1, in: 'draft' };
  expect(await app.get(TimelineController).citing('track-parcel')).toMatchObject([
    { ticketId: 'Q', cites: [draft, { ...draft, in: 'reply' }] },
    { ticketId: 'S', cites: [draft] },
  ]);
  expect(await app.get(TimelineController).citing('other')).toEqual([]);
});
