import type { TicketReport } from '../src/demo/report.ts';
import { figures, missOf } from '../src/demo/verdict.ts';

const given = (more: Partial<TicketReport>): TicketReport => ({
  ticketId: 'T-1',
  wave: 1,
  expect: { intent: 'track', outcome: 'agent', articleId: 'tracking' },
  intent: 'track',
  confidence: 0.9,
  priority: 'normal',
  language: 'en',
  outcome: 'agent',
  queue: null,
  reasons: [],
  reply: 'Follow the link.',
  citations: [{ articleId: 'tracking', revision: 1, quote: 'Follow the link.' }],
  policyVersion: 'v',
  ms: 1,
  steps: [],
  ...more,
});
const person: Partial<TicketReport> = { outcome: 'waiting', queue: 'general', reply: null, citations: [] };
const grave: TicketReport['expect'] = { intent: 'legal', outcome: 'human', queue: 'legal' };
const learned: TicketReport['expect'] = { intent: 'wrap', outcome: 'agent', says: ['€3.50'] };
const closed: Partial<TicketReport> = { ...person, outcome: 'closed', queue: null, reasons: ['spam'] };

it.each<[string, Partial<TicketReport>, string | undefined]>([
  ['the right article', {}, undefined],
  ['another article', { citations: [{ articleId: 'returns', revision: 1, quote: 'x' }] }, 'wrong send'],
  ['an answer that a person should have given', { expect: { intent: null, outcome: 'human' } }, 'wrong send'],
  ['an answer without what it should say', { expect: learned }, 'wrong send'],
  ['routine that waits for a person', person, 'to a person'],
  ['high stakes sent', { expect: grave }, 'missed high stakes'],
  ['high stakes closed unseen', { ...closed, expect: grave }, 'missed high stakes'],
  ['high stakes in some queue', { ...person, expect: grave }, undefined],
  ['a customer closed unseen', closed, 'silenced'],
  [
    'a customer closed by a person',
    { ...closed, queue: 'general', expect: { intent: null, outcome: 'human' } },
    undefined,
  ],
  ['spam closed', { ...closed, expect: { intent: null, outcome: 'closed' } }, undefined],
  ['spam that waits for a person', { ...person, expect: { intent: null, outcome: 'closed' } }, 'not closed'],
  ['nothing expected', { expect: undefined }, undefined],
])('judges %s', (_, report, kind) => {
  expect(missOf(given(report))?.kind).toBe(kind);
});

it('counts', () => {
  const reports = [
    given({}),
    given(person),
    given({ ...person, expect: grave, queue: 'legal' }),
    given({ ...person, expect: grave }),
    given({
      expect: learned,
      reply: 'It costs €3.50.',
      citations: [{ articleId: 'a-1', revision: 1, quote: '€3.50' }],
    }),
    given({ expect: learned, reply: 'It costs €3.50.' }),
    given({ ...closed, expect: grave }),
    given({ ...person, outcome: 'open', queue: null, expect: undefined }),
  ];
  expect(figures(reports, new Set(['tracking']))).toEqual({
    settled: { hits: 7, of: 8 },
    highStakes: { hits: 2, of: 3 },
    rightQueue: { hits: 1, of: 2 },
    routineToPeople: { hits: 1, of: 4 },
    wrongSends: { hits: 0, of: 3 },
    learned: { hits: 1, of: 2 },
    silenced: { hits: 1, of: 7 },
  });
});
