import * as fc from 'fast-check';
import { type Item, Partition } from '../src/partition.ts';
import { toRecord } from '../src/record.ts';

const nothing = { offset: -1, metadata: '' };
const record = (offset: number) => () =>
  toRecord({ key: null, value: null, timestamp: '0', attributes: 0, offset: String(offset), headers: {} }, 't', 0);
const read = (partition: Partition, offset: number): Item | undefined => partition.add(offset, 100, record(offset));
const output = (n: number) => ({ topic: 'out', key: null, value: String(n), headers: {} });

it('commits up to the first record that is not handled, and names those behind it', () => {
  const partition = new Partition('t', 0, nothing);
  const [a, b, c] = [5, 6, 8].map((o) => read(partition, o) as Item) as [Item, Item, Item];
  partition.handled(c, [output(8)]);
  const step = partition.step();
  expect(step?.mark.offset).toBe(5);
  expect(step?.fresh).toEqual([c]);
  partition.settle(step as never);
  expect([partition.held, partition.heldBytes]).toEqual([2, 200]);
  partition.handled(a, []);
  partition.handled(b, []);
  expect(partition.step()).toMatchObject({ mark: { offset: 9, metadata: '' }, fresh: [a, b] });
});

it('has nothing to commit twice', () => {
  const partition = new Partition('t', 0, nothing);
  partition.handled(read(partition, 5) as Item, []);
  partition.settle(partition.step() as never);
  expect(partition.step()).toBeUndefined();
  read(partition, 6);
  expect(partition.step()).toBeUndefined();
});

it('knows again what was committed before a restart, and takes nothing twice', () => {
  const before = new Partition('t', 0, nothing);
  const items = [5, 6, 7].map((o) => read(before, o) as Item);
  before.handled(items[1] as Item, []);
  const mark = before.step()?.mark as { offset: number; metadata: string };
  const after = new Partition('t', 0, mark);
  expect([5, 6, 7].map((o) => read(after, o)?.offset)).toEqual([5, undefined, 7]);
  expect(read(after, 7)).toBeUndefined();
});

it('moves over offsets that no record has', () => {
  const partition = new Partition('t', 0, { offset: 5, metadata: '' });
  partition.readUpTo(7);
  expect(partition.step()?.mark).toEqual({ offset: 7, metadata: '' });
});

it('holds back what is too far behind the watermark for the metadata, until that has moved', () => {
  const partition = new Partition('t', 0, nothing, 10);
  const items = Array.from({ length: 12 }, (_, o) => read(partition, o) as Item);
  for (const item of items.slice(1)) partition.handled(item, [output(item.offset)]);
  const step = partition.step();
  expect(step?.fresh.map((i) => i.offset)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  partition.settle(step as never);
  partition.handled(items[0] as Item, []);
  expect(partition.step()).toMatchObject({ mark: { offset: 12 }, fresh: [items[0], items[10], items[11]] });
});

it('commits every output once, in whatever order handlers end and whenever it restarts', () => {
  const order = fc.uniqueArray(fc.integer({ min: 0, max: 39 }), { minLength: 40, maxLength: 40 });
  const restarts = fc.uniqueArray(fc.integer({ min: 0, max: 39 }), { maxLength: 6 });
  fc.assert(
    fc.property(order, restarts, (ends, restartAfter) => {
      const sent: string[] = [];
      let partition = new Partition('t', 0, nothing, 16);
      let open = new Map<number, Item>();
      const readAll = (): void => {
        for (let o = 0; o < 40; o++) {
          const item = read(partition, o);
          if (item) open.set(o, item);
        }
        partition.readUpTo(40);
      };
      const commit = (): void => {
        const step = partition.step();
        if (!step) return;
        sent.push(...step.fresh.flatMap((i) => i.outputs.map((r) => String(r.value))));
        partition.settle(step);
      };
      const end = (o: number): void => {
        const item = open.get(o);
        if (item?.state === 'open') partition.handled(item, [output(o)]);
      };
      readAll();
      ends.forEach((o, i) => {
        end(o);
        if (i % 3 === 0) commit();
        if (!restartAfter.includes(i)) return;
        partition = new Partition('t', 0, partition.committed, 16);
        open = new Map();
        readAll();
      });
      for (let o = 0; o < 40; o++) end(o);
      commit();
      expect(sent.toSorted()).toEqual(Array.from({ length: 40 }, (_, o) => String(o)).toSorted());
      expect(partition.committed).toEqual({ offset: 40, metadata: '' });
      expect([partition.held, partition.span]).toEqual([0, 0]);
    }),
  );
});
