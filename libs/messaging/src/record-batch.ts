import { crc32c } from '@node-rs/crc32';
import type { ProducedRecord } from './record.ts';

/** Whose records these are, and the sequence number of the first. `producerId` is a decimal string. */
export interface BatchOf {
  readonly producerId: string;
  readonly producerEpoch: number;
  readonly firstSequence: number;
}

const headerBytes = 61;
const transactional = 0x10;

/**
 * Records as one transactional batch, version 2 (https://kafka.apache.org/documentation/#recordbatch), uncompressed. In
 * one buffer from the start: kafkajs makes a buffer for each record and each header, a quarter of all that a hop costs.
 */
export function encodeBatch(records: readonly ProducedRecord[], of: BatchOf, now = Date.now()): Buffer {
  const out = new Writer(headerBytes + room + records.reduce((sum, record) => sum + sizeHint(record), 0));
  out.at = headerBytes;
  records.forEach((record, i) => out.record(record, i));
  const batch = out.buffer.subarray(0, out.at);
  batch.writeBigInt64BE(0n, 0); // offsets are the broker's
  batch.writeInt32BE(batch.length - 12, 8);
  batch.writeInt32BE(-1, 12); // leader epoch: not ours to know
  batch.writeInt8(2, 16);
  batch.writeInt16BE(transactional, 21);
  batch.writeInt32BE(records.length - 1, 23);
  batch.writeBigInt64BE(BigInt(now), 27);
  batch.writeBigInt64BE(BigInt(now), 35);
  batch.writeBigInt64BE(BigInt(of.producerId), 43);
  batch.writeInt16BE(of.producerEpoch, 51);
  batch.writeInt32BE(of.firstSequence, 53);
  batch.writeInt32BE(records.length, 57);
  batch.writeUInt32BE(crc32c(batch.subarray(21)), 17);
  return batch;
}

/** What the last parts of a batch may need beyond what they turn out to take. */
const room = 8_192;

/** Bytes of a record, where its text is ASCII and its headers are of the usual length: what is more makes the buffer grow. */
const sizeHint = ({ key, value, headers }: ProducedRecord): number =>
  (key?.length ?? 0) + (value?.length ?? 0) + 64 * Object.keys(headers).length + 24;

/** Bytes that a number takes as a zigzag varint. */
function varintSize(n: number): number {
  let size = 1;
  for (let rest = ((n << 1) ^ (n >> 31)) >>> 7; rest > 0; rest >>>= 7) size++;
  return size;
}

/** A growing buffer, written from front to back. */
class Writer {
  buffer: Buffer;
  at = 0;

  constructor(bytes: number) {
    this.buffer = Buffer.allocUnsafe(bytes);
  }

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
