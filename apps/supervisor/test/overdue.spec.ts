import {
  plan,
  ReplyApproved,
  ReplyDrafted,
  ReviewRequested,
  TicketEscalated,
  TicketOpened,
  TicketTriaged,
  type Contract,
} from '@throughline/contracts';
import { overdue, scaled, seenKey } from '../src/overdue.ts';

const start = Date.parse('2026-03-02T12:00:00.000Z');
const after = (seconds: number): number => start + seconds * 1000;

/** Events and when they were seen, in seconds from the start. */
const seen = (...events: [Contract, number][]) =>
  Object.fromEntries(events.map(([contract, s]) => [seenKey(contract), new Date(after(s)).toISOString()]));

const stepAt = (events: [Contract, number][], seconds: number, listeningSince = start): string | undefined =>
  overdue(seen(...events), plan, after(seconds), listeningSince)?.name;

describe('a step is overdue', () => {
  it('when its time is over and none of its ends was seen', () => {
    expect(stepAt([[TicketOpened, 0]], 60)).toBe('triage');
    expect(stepAt([[TicketOpened, 0]], 59)).toBeUndefined();
  });

  it('counted from its own beginning, not that of the turn', () => {
    const events: [Contract, number][] = [
      [TicketOpened, 0],
      [TicketTriaged, 50],
    ];
    expect(stepAt(events, 109)).toBeUndefined();
    expect(stepAt(events, 110)).toBe('draft');
  });

  it('not once one of its ends exists, in whatever order they were seen', () => {
    expect(
      stepAt(
        [
          [TicketTriaged, 30],
          [TicketOpened, 40],
          [ReplyDrafted, 50],
          [ReviewRequested, 20],
        ],
        500,
      ),
    ).toBeUndefined();
  });

  it('never where a person decides when', () => {
    expect(stepAt([[ReviewRequested, 0]], 1_000_000)).toBeUndefined();
  });

  it('never when the turn was handed to people before the machine was done', () => {
    expect(
      stepAt(
        [
          [TicketOpened, 0],
          [TicketEscalated, 10],
        ],
        500,
      ),
    ).toBeUndefined();
  });

  it('although people took over, when their reply is not delivered', () => {
    expect(
      stepAt(
        [
          [TicketEscalated, 0],
          [ReplyApproved, 100],
        ],
        160,
      ),
    ).toBe('deliver');
  });

  it('not before the supervisor listened for as long as the step may take', () => {
    expect(stepAt([[TicketOpened, 0]], 600, after(590))).toBeUndefined();
    expect(stepAt([[TicketOpened, 0]], 650, after(590))).toBe('triage');
  });

  it('sooner where the plan is scaled down', () => {
    expect(overdue(seen([TicketOpened, 0]), scaled(plan, 0.05), after(3), start)).toMatchObject({ withinSeconds: 3 });
    expect(scaled(plan, 0.05).find((s) => s.name === 'review')?.withinSeconds).toBeNull();
  });
});
