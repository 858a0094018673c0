import { Random } from '../src/random.ts';
import { planTickets } from '../src/tickets.ts';

describe('tickets', () => {
  const plan = (seed: string) => planTickets(1_000, 'run', new Random(seed));

  it('are the same for the same seed, and others for another', () => {
    expect(plan('a')).toEqual(plan('a'));
    expect(plan('a')).not.toEqual(plan('b'));
  });

  it('are numbered without gaps in the order of each customer, and no two are alike', () => {
    const tickets = plan('a');
    for (const of of Map.groupBy(tickets, (t) => t.customerId).values())
      expect(of.map((t) => t.n)).toEqual(of.map((_, i) => i));
    expect(new Set(tickets.map((t) => t.ticketId)).size).toBe(1_000);
  });

  it('end in all ways, most of them answered', () => {
    const ends = Map.groupBy(plan('a'), (t) => t.ending);
    const counts = Object.fromEntries([...ends].map(([ending, of]) => [ending, of.length]));
    expect(counts).toEqual({ answered: 800, closed: 100, review: 100 });
  });
});

describe('a deck', () => {
  it('gives every card once before any again', () => {
    const deck = new Random('a').deck([1, 2, 3, 4]);
    const draw = () => Array.from({ length: 4 }, () => deck.next().value).toSorted((a, b) => a - b);
    expect([draw(), draw()]).toEqual([
      [1, 2, 3, 4],
      [1, 2, 3, 4],
    ]);
  });
});
