import { planFaults, type World } from '../src/faults.ts';
import { Random } from '../src/random.ts';

// Planning only looks at who is there; nothing is struck here.
const members = ['intake-0', 'intake-1', 'triage-0', 'triage-1'].map((client) => ({ client }));
const world = { fleet: { members }, cluster: { brokers: [1, 2, 3].map((id) => ({ id })) } } as unknown as World;
const plan = (count: number, seed = 'a') =>
  planFaults(count, world, new Random(seed)).map(({ kind, target, after }) => ({ kind, target, after }));

it('deals every kind of fault once before any again: eight, as in the short form', () => {
  const kinds = plan(16).map((f) => f.kind);
  expect(new Set(kinds.slice(0, 8)).size).toBe(8);
  expect(new Set(kinds.slice(8))).toEqual(new Set(kinds.slice(0, 8)));
});

it('spares nobody', () => {
  const targets = new Set(plan(24).map((f) => f.target));
  const all = [...members.map((m) => m.client), 'broker 1', 'broker 2', 'broker 3', 'MongoDB stand-in'];
  expect(targets).toEqual(new Set(all));
});

it('is the same for the same seed, and another for another', () => {
  expect(plan(24)).toEqual(plan(24));
  expect(plan(24)).not.toEqual(plan(24, 'b'));
});
