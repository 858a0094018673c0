import * as fc from 'fast-check';
import { answerOf } from '../src/answer.ts';
import { verdict } from '../src/verdict.ts';

const now = new Date('2026-03-02T12:00:00Z');
const inMs = (ms: number) => new Date(now.getTime() + ms);
const day = 86_400_000;

describe('what a status says', () => {
  it.each([200, 201, 202, 204, 299])('%i: it has arrived', (status) =>
    expect(answerOf(status, undefined, now).kind).toBe('accepted'),
  );
  it.each([400, 404, 405, 406, 410, 413, 415, 422, 451])('%i: it will never be taken', (status) =>
    expect(answerOf(status, undefined, now)).toEqual({ kind: 'refused', status, detail: `answered ${status}` }),
  );
  it.each([301, 302, 307, 308, 401, 403, 407, 408, 409, 423, 425, 500, 501])('%i: another time', (status) =>
    expect(answerOf(status, undefined, now)).toMatchObject({ kind: 'failed', status, away: false }),
  );
  it.each([429, 502, 503, 504])('%i: another time, and so for every other post', (status) =>
    expect(answerOf(status, '7', now)).toMatchObject({ kind: 'failed', away: true, retryAfterMs: 7_000 }),
  );
  it('says of a redirect what to do', () =>
    expect(answerOf(302, undefined, now)).toMatchObject({ detail: expect.stringContaining('name the new URL') }));
});

describe('what becomes of a delivery', () => {
  const fresh = { attempts: 1, expiresAt: inMs(day) };
  const failed = { kind: 'failed', detail: 'answered 500', away: false } as const;

  it('that was taken: delivered', () =>
    expect(verdict(fresh, { kind: 'accepted', status: 200 }, { initialMs: 5, now })).toEqual({ state: 'delivered' }));

  it('that was refused: dead, however young', () =>
    expect(verdict(fresh, { kind: 'refused', detail: 'answered 400' }, { initialMs: 5, now })).toEqual({
      state: 'dead',
      reason: 'answered 400',
    }));

  it('that failed when its time was over: dead', () =>
    expect(verdict({ attempts: 31, expiresAt: now }, failed, { initialMs: 5, now })).toEqual({
      state: 'dead',
      reason: 'answered 500, after 31 tries',
    }));

  it('that failed: due again after at most twice the wait before, at most two hours, not before Retry-After, never later than its time', () => {
    const given = fc.record({
      attempts: fc.integer({ min: 1, max: 60 }),
      left: fc.integer({ min: 1, max: day }),
      asked: fc.option(fc.integer({ min: 0, max: 2 * day }), { nil: undefined }),
      random: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(given, ({ attempts, left, asked, random }) => {
        const answer = asked === undefined ? failed : { ...failed, retryAfterMs: asked };
        const options = { initialMs: 5_000, now, random: () => random };
        const next = verdict({ attempts, expiresAt: inMs(left) }, answer, options);
        if (next.state !== 'pending') throw new Error(`expected it to be due again, got ${next.state}`);
        const wait = next.nextAt.getTime() - now.getTime();
        const ceiling = Math.min(5_000 * 2 ** (attempts - 1), 7_200_000);
        expect(wait).toBeLessThanOrEqual(Math.min(left, Math.max(ceiling, asked ?? 0)));
        expect(wait).toBeGreaterThanOrEqual(Math.min(left, asked ?? 0));
      }),
    );
  });

  it('is tried some dozens of times in its day', () => {
    let [at, tries] = [now, 0];
    const expiresAt = inMs(day);
    for (;;) {
      tries++;
      const next = verdict({ attempts: tries, expiresAt }, failed, { initialMs: 5_000, now: at, random: () => 0.5 });
      if (next.state !== 'pending') break;
      at = next.nextAt;
    }
    expect(at).toEqual(expiresAt);
    expect(tries).toBeGreaterThan(24);
    expect(tries).toBeLessThan(60);
  });
});
