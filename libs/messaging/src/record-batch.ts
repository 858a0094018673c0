import { crc32c } from '@node-rs/crc32';
import { batchBytes } from './kafka.ts';
import type { ProducedRecord } from './record.ts';

/** Whose records these are, and the sequence number of the first. `producerId` is a decimal string. */
export interface BatchOf {
  readonly producerId: string;
  readonly producerEpoch: number;
  readonly firstSequence: number;
}

const headerBytes = 61;
const transactional = 0x10;

/** A batch, and how many of the records are in it. */
export interface Batch {
  readonly bytes: Buffer;
  readonly count: number;
}

/**
 * The first of these records, as many as a batch may hold, as one transactional batch, version 2
 * (https://kafka.apache.org/documentation/#recordbatch), uncompressed. In one buffer from the start: kafkajs makes a
 * buffer for each record and each header, a quarter of all that a hop costs.
 */
export function encodeBatch(records: readonly ProducedRecord[], of: BatchOf, now = Date.now()): Batch {
  out.at = headerBytes;
  let count = 0;
  for (const record of records) {
    const start = out.at;
    out.record(record, count);
    if (out.at > batchBytes && count > 0) {
      out.at = start; // for the next batch
      break;
    }
    count++;
  }
  const bytes = Buffer.from(out.buffer.subarray(0, out.at));
  bytes.writeBigInt64BE(0n, 0); // offsets are the broker's
  bytes.writeInt32BE(bytes.length - 12, 8);
  bytes.writeInt32BE(-1, 12); // leader epoch: not ours to know
  bytes.writeInt8(2, 16);
  bytes.writeInt16BE(transactional, 21);
  bytes.writeInt32BE(count - 1, 23);
  bytes.writeBigInt64BE(BigInt(now), 27);
  bytes.writeBigInt64BE(BigInt(now), 35);
  bytes.writeBigInt64BE(BigInt(of.producerId), 43);
  bytes.writeInt16BE(of.producerEpoch, 51);
  bytes.writeInt32BE(of.firstSequence, 53);
  bytes.writeInt32BE(count, 57);
  bytes.writeUInt32BE(crc32c(bytes.subarray(21)), 17);
  return { bytes, count };
}

/** Bytes that a number takes as a zigzag varint. */
function varintSize(n: number): number {
  let size = 1;
  for (let rest = ((n << 1) ^ (n >> 31)) >>> 7; rest > 0; rest >>>= 7) size++;
  return size;
}

/** Up to here writing characters one by one is faster. */
const short = 24;

/** A growing buffer, written from front to back. */
class Writer {
  buffer = Buffer.allocUnsafeSlow(1024 * 1024);
  at = 0;

  /** A record begins with its length, which is known when it is written: it is written behind its place and moved up. */
  record({ key, value, headers }: ProducedRecord, offsetDelta: number): void {
    const start = this.at;
    this.at = start + 5;
    this.room(16);
    this.buffer[this.at++] = 0; // attributes: none yet
    this.buffer[this.at++] = 0; // all at the batch's time
    this.varint(offsetDelta);
    this.bytes(key);
    this.bytes(value);
    const names = Object.keys(headers);
    this.varint(names.length);
    for (const name of names) {
      this.bytes(name);
      this.bytes(headers[name] ?? null);
    }
    const length = this.at - start - 5;
    const size = varintSize(length);
    this.buffer.copyWithin(start + size, start + 5, this.at);
    this.at = start;
    this.varint(length);
    this.at += length;
  }

  /** Length and bytes; a null is the length -1. */
  private bytes(part: string | Buffer | null): void {
    if (part === null) {
      this.room(1);
      this.varint(-1);
      return;
    }
    this.room(3 * part.length + 10);
    if (typeof part !== 'string') {
      this.varint(part.length);
      this.at += part.copy(this.buffer, this.at);
      return;
    }
    if (part.length <= short && this.ascii(part)) return;
    // Nearly all text is ASCII, as long in bytes as in characters: written where it belongs then, else once more.
    let size = varintSize(part.length);
    const length = this.buffer.write(part, this.at + size);
    if (varintSize(length) !== size) {
      size = varintSize(length);
      this.buffer.write(part, this.at + size);
    }
    this.varint(length);
    this.at += length;
  }

  /** Writes what is short without a call into the runtime. @returns false where it is not ASCII, and not written then */
  private ascii(text: string): boolean {
    const { buffer, at } = this;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) return false;
      buffer[at + 1 + i] = code;
    }
    buffer[at] = text.length << 1; // one byte, as it is below 64
    this.at = at + 1 + text.length;
    return true;
  }

  private varint(n: number): void {
    let rest = ((n << 1) ^ (n >> 31)) >>> 0;
    for (; rest > 0x7f; rest >>>= 7) this.buffer[this.at++] = (rest & 0x7f) | 0x80;
    this.buffer[this.at++] = rest;
  }

  private room(bytes: number): void {
    if (this.at + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.at + bytes));
    this.buffer.copy(larger, 0, 0, this.at);
    this.buffer = larger;
  }
}

/** Every batch is written here first: how long it gets is known at its end. */
const out = new Writer();
