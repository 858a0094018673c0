import { getConnectionToken } from '@nestjs/mongoose';
import { Test, type TestingModule } from '@nestjs/testing';
import {
  type Citation,
  type DataOf,
  type EventOf,
  type KbArticle,
  ReviewDecided,
  ReviewRequested,
  services,
  type TicketResolved,
} from '@throughline/contracts';
import { EventPublisher, type OutgoingRecord, stamp } from '@throughline/messaging';
import { indexed } from '@throughline/platform/testing';
import type { Connection } from 'mongoose';
import { AppModule } from '../src/app.module.ts';
import { ArticlesController } from '../src/articles.controller.ts';
import { KbUpdaterAgent } from '../src/kb-updater.agent.ts';
import { Trials } from '../src/trials.ts';
import { answered, ticket } from './given.ts';
import { modelDir } from './model-dir.ts';

const general = 'We engrave metal lamps for €12 per word. Enter the text in the basket, at most 20 characters.';

const resolved = (ticketId: string, id: string, subject = 'Engraving', text = general) =>
  ({
    id,
    time: '2026-03-02T12:00:00.000Z',
    data: { ...answered(text), ticketId, ticket: ticket(subject, 'Do you engrave?') },
  }) as EventOf<typeof TicketResolved>;

describe('the knowledge base on a real store', () => {
  let app: TestingModule;
  let sent: OutgoingRecord[];
  let kafkaIsAway = false;
  const teach = (...args: Parameters<typeof resolved>) => app.get(KbUpdaterAgent).resolved(resolved(...args));
  const http = () => app.get(ArticlesController);

  beforeAll(async () => {
    process.env['MONGODB_DATABASE'] = `kb-it-${process.pid}`;
    process.env['MODEL_DIR'] = modelDir();
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
    // One after the other: side by side either may make the article, and the other becomes its question.
    const first = await teach('A', 'e1', 'Lamp');
    const alike = await teach('B', 'e2', 'Bowl');
    expect(first?.data).toMatchObject({ articleId: 'learned-a', revision: 1, status: 'trial' });
    expect(alike?.data).toMatchObject({
      articleId: 'learned-a',
      revision: 2,
      questions: ['Lamp. Do you engrave?', 'Bowl. Do you engrave?'],
    });
    expect((await teach('B', 'e2', 'Bowl'))?.data).toEqual(alike?.data);
    const told = alike?.data as DataOf<typeof KbArticle>;
    expect(told.embeddings).toMatchObject({ model: 'bge-small-en-v1.5+all-minilm-l6-v2', dimensions: 769 });
    const { embeddings: _, ...stored } = told;
    expect(await http().list({ intent: 'engraving' })).toEqual([stored]);
    expect((await http().revisions('learned-a')).map((a) => [a.revision, a.questions.length])).toEqual([
      [2, 2],
      [1, 1],
    ]);
    expect(sent).toEqual([]);
  });

  it('sends what is stated over HTTP once a revision', async () => {
    const content = { title: 'Returns', body: 'Within 30 days.', intents: ['return'], questions: [] };
    expect(await http().put({ articleId: 'returns' }, 'ops', content)).toMatchObject({ revision: 1, changed: true });
    expect(await http().put({ articleId: 'returns' }, 'ops', content)).toMatchObject({ revision: 1, changed: false });
    await Promise.all(
      [1, 2, 3].map((n) => http().put({ articleId: 'returns' }, 'ops', { ...content, body: `Within ${n} days.` })),
    );
    expect(await http().retract('returns', 'ops', { why: 'wrong' })).toMatchObject({
      revision: 5,
      status: 'retracted',
      changed: true,
    });
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

  const decide = (reviewId: string, id: string, data: Partial<DataOf<typeof ReviewDecided>>) =>
    app.get(KbUpdaterAgent).decided({
      id,
      time: '2026-03-03T12:00:00.000Z',
      data: { ...ReviewDecided.example, kind: 'conflict', reviewId, ...data },
    } as EventOf<typeof ReviewDecided>);

  it('asks a person where an answer contradicts an article, and does as they decide', async () => {
    await teach('A', 'e1', 'Lamp'); // as in the first test: the same event again changes nothing
    const dearer = general.replace('€12', '€15');
    const asked = await teach('D', 'e3', 'Mug', dearer);
    expect(asked).toMatchObject({
      contract: { name: 'review.requested' },
      data: {
        reviewId: 'kb.learned-d',
        kind: 'conflict',
        queue: 'knowledge',
        knowledge: { article: { articleId: 'learned-a', body: general }, proposed: { body: dearer } },
      },
    });
    expect(ReviewRequested.schema.safeParse(asked?.data)).toHaveProperty('success', true);
    expect(await teach('D', 'e3', 'Mug', dearer)).toEqual(asked);
    expect(await decide('kb.learned-d', 'd1', { action: 'close' })).toBeUndefined();
    const decided = await decide('kb.learned-d', 'd2', { action: 'approve' });
    expect(decided?.data).toMatchObject({ articleId: 'learned-a', body: dearer, status: 'active' });
    expect(decided?.data.questions).toContain('Mug. Do you engrave?');
    expect((await decide('kb.learned-d', 'd2', { action: 'approve' }))?.data).toEqual(decided?.data);
  });

  /** An agent answers from an article. */
  const quote = (ticketId: string, articleId: string, data: Partial<DataOf<typeof TicketResolved>> = {}) => {
    const citations: Citation[] = [{ articleId, revision: 1, quote: 'x' }];
    const reply = { text: 'x', kind: 'answer' as const, author: { kind: 'agent' as const, id: 'drafter' }, citations };
    const event = { id: `q-${ticketId}`, correlationId: ticketId, time: '2026-03-04T12:00:00.000Z' };
    const all = { ...answered('x'), ticketId, customerId: ticketId, reply, ...data };
    return app.get(KbUpdaterAgent).resolved({ ...event, data: all } as EventOf<typeof TicketResolved>);
  };
  const onTrial = async (ticketId: string, subject: string, text: string): Promise<string> => {
    const { data } = (await teach(ticketId, `t-${ticketId}`, subject, text)) ?? {};
    expect(data).toMatchObject({ status: 'trial', revision: 1 });
    return (data as DataOf<typeof KbArticle>).articleId;
  };

  it('confirms an article on trial when customers do not come back', async () => {
    const id = await onTrial('E', 'Stone', 'Stone tiles are sealed with oil once a year by our workshop in Galway.');
    for (const n of [1, 2, 3]) await quote(`E-${n}`, id);
    expect(await http().trial(id)).toEqual({ for: 0, against: 0, open: 3 });
    await app.get(Trials).sweep(new Date('2026-03-06T12:00:00.000Z'));
    expect(await http().one(id)).toMatchObject({ status: 'trial' });
    await app.get(Trials).sweep(new Date('2026-03-08T12:00:00.000Z'));
    expect(await http().trial(id)).toEqual({ for: 3, against: 0, open: 0 });
    expect(await http().one(id)).toMatchObject({ status: 'active', revision: 2 });
    expect(sent.map((r) => JSON.parse(r.value ?? '').status)).toEqual(['active']);
  });

  it('retires it when they come back, or reviewers write something else', async () => {
    const id = await onTrial('F', 'Candle', 'Candles are poured by hand out of beeswax that comes from Kerry.');
    await quote('F-1', id);
    await quote('F-1', id, { turn: 2, reply: { ...answered('x').reply, author: { kind: 'agent', id: 'drafter' } } });
    expect(await http().trial(id)).toEqual({ for: 0, against: 1, open: 0 });
    const draft = { kind: 'reply' as const, text: 'x', citations: [{ articleId: id, revision: 1, quote: 'beeswax' }] };
    const drafted = { ...draft, grounding: 1, writer: 'extractive' };
    for (const again of ['d3', 'd3']) {
      await decide('F-2.1', again, { kind: 'reply', ticketId: 'F-2', action: 'write', text: 'Soy.', draft: drafted });
    }
    expect(await http().one(id)).toMatchObject({
      status: 'retracted',
      retraction: { why: expect.stringMatching('2') },
    });
    expect(sent.map((r) => r.topic)).toEqual(['support.kb.article.v1']);
  });

  it('asks for a review of every reply that quoted what a person retracts, also of one that was under way', async () => {
    await http().put({ articleId: 'fee' }, 'ops', { title: 'Fee', body: 'It is €3.', intents: [], questions: [] });
    await quote('G-1', 'fee');
    await quote('G-2', 'fee');
    sent = [];
    expect(await http().retract('fee', 'ops', { why: 'It is €4.' })).toMatchObject({ changed: true, reviews: 2 });
    await quote('G-3', 'fee');
    await quote('G-3', 'fee');
    expect(await http().retract('fee', 'ops', { why: 'again' })).toMatchObject({ changed: false, reviews: 0 });
    const [article, ...reviews] = sent.map((r) => JSON.parse(r.value ?? ''));
    expect(article).toMatchObject({ status: 'retracted', retraction: { why: 'It is €4.', by: 'ops' } });
    expect(reviews.map(({ reviewId, queue }) => [reviewId, queue])).toEqual(
      ['G-1', 'G-2', 'G-3'].map((ticketId) => [`kb.fee@${ticketId}.1`, 'knowledge']),
    );
    for (const review of reviews) expect(ReviewRequested.schema.safeParse(review).success).toBe(true);
    expect(reviews[0].reasons[0]).toContain('It is €4.');
  });
});
