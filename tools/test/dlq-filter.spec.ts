import { type Filter, matches, matchesAll } from '../src/dlq/filter.ts';
import { instant } from '../src/dlq/instant.ts';
import { waitMs } from '../src/dlq/settle.ts';
import { letter } from './support/letter.ts';

const given = letter();

describe('a filter', () => {
  it.each<[string, Filter]>([
    ['nothing asked for', {}],
    ['service and topic', { service: 'triage', topic: 'support.ticket.opened.v1' }],
    ['part of the reason', { reason: 'too SMALL' }],
    ['code and class', { code: 'INVALID_DATA', class: 'TerminalError' }],
    ['key and ticket', { key: 'C-1', ticket: 'T-1' }],
    ['since then', { since: new Date('2026-03-02T08:15:00Z'), until: new Date('2026-03-02T08:15:01Z') }],
    ['its place', { places: [given.place] }],
    [
      'the place that it was made of',
      { places: [{ topic: 'x', partition: 0, offset: '0' }, given.origin ?? given.place] },
    ],
  ])('takes a letter by %s', (_, filter) => expect(matches(filter, given)).toBe(true));

  it.each<[string, Filter]>([
    ['another service', { service: 'desk' }],
    ['another topic', { topic: 'support.ticket.closed.v1' }],
    ['another reason', { reason: 'too large' }],
    ['another code', { code: 'none' }],
    ['another class', { class: 'RetryableError' }],
    ['another key', { key: 'C-2' }],
    ['another ticket', { ticket: 'T-11' }],
    ['too late', { since: new Date('2026-03-02T08:15:00.001Z') }],
    ['too early', { until: new Date('2026-03-02T08:15:00Z') }],
    ['another place', { places: [{ ...given.place, offset: '8' }] }],
    ['one of several wrong', { service: 'triage', ticket: 'T-1', reason: 'too large' }],
  ])('leaves a letter: %s', (_, filter) => expect(matches(filter, given)).toBe(false));

  it('finds letters whose error has no code', () => {
    expect(matches({ code: 'none' }, letter({ errorCode: undefined }))).toBe(true);
  });

  it('knows when it asks for nothing', () => {
    expect([{}, { places: [] }, { service: undefined as never }].map(matchesAll)).toEqual([true, true, true]);
    expect([{ reason: 'a' }, { places: [given.place] }].map(matchesAll)).toEqual([false, false]);
  });
});

describe('an instant', () => {
  const now = Date.parse('2026-03-02T12:00:00Z');

  it.each([
    ['90s', '2026-03-02T11:58:30.000Z'],
    ['15m', '2026-03-02T11:45:00.000Z'],
    ['2h', '2026-03-02T10:00:00.000Z'],
    ['3d', '2026-02-27T12:00:00.000Z'],
    ['2026-03-01', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01T08:00', '2026-03-01T08:00:00.000Z'],
    ['2026-03-01 08:00:01', '2026-03-01T08:00:01.000Z'],
    ['2026-03-01T08:00:00+02:00', '2026-03-01T06:00:00.000Z'],
  ])('%s', (text, expected) => expect(instant(text, now)?.toISOString()).toBe(expected));

  it.each(['', 'yesterday', '2', '-2h', '2026-13-01', '2026-03-01Tnoon', '20260301'])('is none: "%s"', (text) => {
    expect(instant(text, now)).toBeUndefined();
  });
});

it('spreads letters over time, and waits for nobody who is slower', () => {
  expect(waitMs(10, 5, 500)).toBe(1_500);
  expect(waitMs(1, 0.5, 0)).toBe(2_000);
  expect(waitMs(10, 5, 3_000)).toBe(0);
  expect(waitMs(10, undefined, 0)).toBe(0);
});
