import * as fc from 'fast-check';
import { assign, type Member } from '../src/sticky-assigner.ts';

const six = [0, 1, 2, 3, 4, 5];
const newcomer = (id: string, instance?: string): Member => ({ id, generation: -1, owned: {}, instance });
const holder = (id: string, owned: Record<string, number[]>, instance: string, generation = 1): Member => ({
  id,
  generation,
  owned,
  instance,
});

it('shares every topic out evenly', () => {
  const shares = assign([newcomer('a'), newcomer('b')], { t: six, u: [0] });
  expect([...shares.values()].map((s) => s.partitions['t']?.length)).toEqual([3, 3]);
});

it('takes from a member only what a newcomer has to get', () => {
  const shares = assign([holder('a', { t: six }, '0'), newcomer('b')], { t: six });
  expect(shares.get('a')?.partitions['t']).toEqual([0, 1, 2]);
  expect(shares.get('b')?.partitions['t']).toEqual([3, 4, 5]);
});

it('gives the share of one that left to the others, who keep theirs', () => {
  const shares = assign([holder('a', { t: [0, 1] }, '0'), holder('b', { t: [2, 3] }, '1')], { t: six });
  expect(shares.get('a')?.partitions['t']).toEqual([0, 1, 4]);
  expect(shares.get('b')?.partitions['t']).toEqual([2, 3, 5]);
});

it('believes the later generation of two that claim the same', () => {
  const shares = assign([holder('a', { t: [0, 1, 2] }, '0', 4), holder('b', { t: [0, 1, 2] }, '1', 5)], { t: six });
  expect(shares.get('b')?.partitions['t']).toEqual([0, 1, 2]);
});

it('leases an instance to each: what it had or wants, if nobody was there first, else the lowest free number', () => {
  const shares = assign([newcomer('z', '1'), holder('m', {}, '1'), newcomer('a'), newcomer('b', 'blue')], { t: six });
  expect(Object.fromEntries([...shares].map(([id, s]) => [id, s.instance]))).toEqual({
    m: '1',
    b: 'blue',
    a: '0',
    z: '2',
  });
});

it('gives every partition to one member, evenly, whatever they claim', () => {
  const claims = fc.array(
    fc.record({
      generation: fc.integer({ min: -1, max: 3 }),
      owned: fc.dictionary(fc.constantFrom('t', 'u', 'x'), fc.array(fc.nat(9))),
    }),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(claims, fc.nat(9), fc.nat(3), (claimed, t, u) => {
      const members = claimed.map((m, i) => ({ ...m, id: `m${i}`, instance: i % 2 ? '0' : undefined }));
      const topics = { t: Array.from({ length: t }, (_, p) => p), u: Array.from({ length: u }, (_, p) => p) };
      const shares = [...assign(members, topics).values()];
      for (const [topic, partitions] of Object.entries(topics)) {
        const given = shares.map((s) => s.partitions[topic] ?? []);
        expect(given.flat().toSorted((a, b) => a - b)).toEqual(partitions);
        const sizes = given.map((g) => g.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }
      expect(new Set(shares.map((s) => s.instance)).size).toBe(shares.length);
    }),
  );
});
