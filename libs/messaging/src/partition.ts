import { decodeProgress, encodeProgress, progressWindow } from './progress.ts';
import type { IncomingRecord, ProducedRecord } from './record.ts';

/** What a partition's progress looks like in the group's offsets. `offset` is -1 where nothing was ever committed. */
export interface Mark {
  readonly offset: number;
  /** See `encodeProgress`. */
  readonly metadata: string;
}

/** A record that was read and is not yet committed. */
export interface Item {
  readonly offset: number;
  readonly partition: Partition;
  /** Gone, and its memory with it, once it is handled. */
  record: IncomingRecord | undefined;
  /** Bytes it holds in memory, near enough. */
  readonly bytes: number;
  /** `handled`: its outputs wait to be committed; `committed`: all is done, it stays for the watermark alone. */
  state: 'open' | 'handled' | 'committed';
  outputs: readonly ProducedRecord[];
  /** Failed tries so far; those of an outage don't count. */
  tries: number;
  /** When its first try failed, in milliseconds since the epoch. */
  failingSince: number | undefined;
}

/** Records of one key, first come first served. One that is being handled, or waits for another try, is not in the queue. */
export interface Lane {
  readonly key: string | symbol;
  /** Whose lane it is; another, where the partition came back while a handler was still at work. */
  owner: Partition;
  readonly queue: Item[];
  /** `busy`: a record of it is being handled, or waits for another try. */
  state: 'ready' | 'busy';
}

/** What a commit would say of one partition, and the items that it settles. */
export interface Step {
  readonly partition: Partition;
  readonly mark: Mark;
  readonly fresh: readonly Item[];
}

/**
 * One assigned partition: what was read of it, what is handled, how far it is committed. Pure bookkeeping, no Kafka.
 * The watermark is the first offset not yet handled; everything before it is, and some of what comes after.
 */
export class Partition {
  readonly lanes = new Map<string | symbol, Lane>();
  /** True once the group gave it to somebody else, or its offsets moved without us: what is in hand is of no use. */
  lost = false;
  /** Uncommitted records that hold memory, and how much. */
  held = 0;
  heldBytes = 0;
  /** Something was handled, or moved the watermark, since the last commit. */
  dirty = false;
  paused = false;
  private items: Item[] = [];
  /** The next offset to read; undefined before the first record where nothing was ever committed. */
  private nextOffset: number | undefined;
  private readonly already: Set<number>;

  constructor(
    readonly topic: string,
    readonly index: number,
    /** As committed, for all that is known. */
    public committed: Mark,
    /** How far beyond the watermark handled records can be committed. */
    private readonly window = progressWindow,
  ) {
    this.nextOffset = committed.offset < 0 ? undefined : committed.offset;
    this.already = decodeProgress(committed.offset, committed.metadata);
  }

  /** The next offset to read, where it is known. */
  get next(): number | undefined {
    return this.nextOffset;
  }

  /** Offsets between the watermark and the next to read. */
  get span(): number {
    return this.items.length === 0 ? 0 : (this.nextOffset ?? 0) - (this.items[0] as Item).offset;
  }

  /** Takes in a record that was read; undefined for one that is known already. */
  add(offset: number, bytes: number, record: () => IncomingRecord): Item | undefined {
    if (offset < (this.nextOffset ?? 0)) return undefined;
    this.nextOffset = offset + 1;
    if (this.already.delete(offset)) {
      this.items.push(this.item(offset, 0, undefined, 'committed'));
      this.dirty = true;
      return undefined;
    }
    const item = this.item(offset, bytes, record(), 'open');
    this.items.push(item);
    this.held++;
    this.heldBytes += bytes;
    return item;
  }

  /** Everything before `offset` was read: transaction markers take offsets, too, and no record has them. */
  readUpTo(offset: number): void {
    if (offset <= (this.nextOffset ?? 0)) return;
    this.nextOffset = offset;
    if (this.items.length === 0) this.dirty = true;
  }

  handled(item: Item, outputs: readonly ProducedRecord[]): void {
    item.state = 'handled';
    item.outputs = outputs;
    item.record = undefined;
    this.dirty = true;
  }

  /** What there is to commit now; undefined where that is nothing new. */
  step(): Step | undefined {
    if (this.lost || this.nextOffset === undefined) return undefined;
    const first = this.items.findIndex((i) => i.state === 'open');
    const done = first < 0 ? this.items : this.items.slice(0, first);
    const watermark = first < 0 ? this.nextOffset : (this.items[first] as Item).offset;
    const fresh = done.filter((i) => i.state === 'handled');
    const beyond: number[] = [];
    for (let n = done.length; n < this.items.length; n++) {
      const item = this.items[n] as Item;
      if (item.state === 'open') continue;
      if (item.offset - watermark >= this.window) break;
      beyond.push(item.offset);
      if (item.state === 'handled') fresh.push(item);
    }
    const mark = { offset: watermark, metadata: encodeProgress(watermark, beyond) };
    return fresh.length === 0 && sameMark(mark, this.committed) ? undefined : { partition: this, mark, fresh };
  }

  /** The step is committed: its records hold no memory any more. */
  settle({ mark, fresh }: Step): void {
    this.committed = mark;
    for (const item of fresh) {
      item.state = 'committed';
      item.outputs = [];
      this.held--;
      this.heldBytes -= item.bytes;
    }
    let gone = 0;
    while (gone < this.items.length && (this.items[gone] as Item).state === 'committed') gone++;
    if (gone > 0) this.items = this.items.slice(gone);
  }

  /** Somebody else's from now on: nothing of it is committed any more, and its memory is free. */
  lose(): void {
    this.lost = true;
    this.items = [];
    this.held = this.heldBytes = 0;
  }

  private item(offset: number, bytes: number, record: IncomingRecord | undefined, state: Item['state']): Item {
    return { offset, partition: this, record, bytes, state, outputs: [], tries: 0, failingSince: undefined };
  }
}

/** Whether two marks say the same. */
export const sameMark = (a: Mark, b: Mark): boolean => a.offset === b.offset && a.metadata === b.metadata;
