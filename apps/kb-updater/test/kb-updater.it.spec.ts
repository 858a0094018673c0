import { getConnectionToken } from '@nestjs/mongoose';
import { Test, type TestingModule } from '@nestjs/testing';
import { type EventOf, services, TicketResolved } from '@throughline/contracts';
import { EventPublisher, type OutgoingRecord, stamp } from '@throughline/messaging';
import { indexed } from '@throughline/platform/testing';
import type { Connection } from 'mongoose';
import { AppModule } from '../src/app.module.ts';
import { ArticlesController } from '../src/articles.controller.ts';
import { KbUpdaterAgent } from '../src/kb-updater.agent.ts';
import { answered, ticket } from './given.ts';

const general = 'We engrave metal lamps for €12 per word. Enter the text in the basket, at most 20 characters.';

const resolved = (ticketId: string, id: string, subject = 'Engraving') =>
  ({
    id,
    time: '2026-03-02T12:00:00.000Z',
    data: { ...answered(general), ticketId, ticket: ticket(subject, 'Do you engrave?') },
  }) as EventOf<typeof TicketResolved>;

describe('the knowledge base on a real store', () => {
  let app: TestingModule;
  let sent: OutgoingRecord[];
  let kafkaIsAway = false;
  const teach = (...args: Parameters<typeof resolved>) => app.get(KbUpdaterAgent).resolved(resolved(...args));
  const http = () => app.get(ArticlesController);

  beforeAll(async () => {
    process.env['MONGODB_DATABASE'] = `kb-it-${process.pid}`;
    const publisher = {
      stamp: (...[e, o]: Parameters<EventPublisher['stamp']>) => stamp(services['kb-updater'], e, o),
      send: async (records: OutgoingRecord[]) => {
        if (kafkaIsAway) throw new Error('away');
        sent.push(...records);
      },
    };
    const builder = Test.createTestingModule({ imports: [AppModule] });
    app = await builder.overrideProvider(EventPublisher).useValue(publisher).compile();
    await indexed(app.get<Connection>(getConnectionToken()));
  });

  beforeEach(() => {
    sent = [];
    kafkaIsAway = false;
  });

  afterAll(async () => {
    await app.get<Connection>(getConnectionToken()).dropDatabase();
    await app.close();
  });

  it('emits the same for a redelivery, and takes a like answer as another question', async () => {
    const [first, alike] = await Promise.all([teach('A', 'e1', 'Lamp'), teach('B', 'e2', 'Bowl')]);
    expect(first?.data).toMatchObject({ articleId: 'learned-a', revision: 1, status: 'trial' });
    expect(alike?.data).toMatchObject({
      articleId: 'learned-a',
      revision: 2,
      questions: ['Lamp. Do you engrave?', 'Bowl. Do you engrave?'],
    });
    expect((await teach('B', 'e2', 'Bowl'))?.data).toEqual(alike?.data);
    expect(await http().list({ intent: 'engraving' })).toEqual([alike?.data]);
    expect(sent).toEqual([]);
  });

  it('sends what is stated over HTTP once a revision', async () => {
    const content = { title: 'Returns', body: 'Within 30 days.', intents: ['return'], questions: [] };
    expect(await http().put({ articleId: 'returns' }, 'ops', content)).toMatchObject({ revision: 1, changed: true });
    expect(await http().put({ articleId: 'returns' }, 'ops', content)).toMatchObject({ revision: 1, changed: false });
    await Promise.all(
      [1, 2, 3].map((n) => http().put({ articleId: 'returns' }, 'ops', { ...content, body: `Within ${n} days.` })),
    );
    expect(await http().retract('returns')).toMatchObject({ revision: 5, status: 'retracted', changed: true });
    expect(sent.map((r) => JSON.parse(r.value ?? '').revision)).toEqual([1, 2, 3, 4, 5]);
    expect(new Set(sent.map((r) => r.headers['ce_id'])).size).toBe(5);
  });

  it('keeps what could not be sent', async () => {
    kafkaIsAway = true;
    const content = { title: 'Hours', body: 'From nine to five.', intents: [], questions: [] };
    expect(await http().put({ articleId: 'hours' }, 'ops', content)).toMatchObject({ changed: true });
    kafkaIsAway = false;
    await http().put({ articleId: 'hours' }, 'ops', { ...content, body: 'From nine to six.' });
    expect(sent.map((r) => JSON.parse(r.value ?? '').revision)).toEqual([1, 2]);
  });
});
