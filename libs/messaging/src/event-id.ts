import { hash } from 'node:crypto';
import { parse } from 'uuid';

// Any fixed UUID serves as the namespace; this one was drawn once for Throughline.
const namespace = Buffer.from(parse('7f1c9f0e-6f2b-4c57-9d0a-0a8f3c1d5e42'));

/** The namespace, and behind it room for a name of the usual length: one call at a time uses it. */
const usual = Buffer.concat([namespace, Buffer.alloc(1024)]);

const variants = '89ab'; // 10xx

/**
 * A deterministic event id (UUID v5, RFC 9562, section 5.5): the same parts give the same id, so a repeated step is
 * recognisable anywhere. Parts: the causing event's id (with its source, where that is another system), the contract's
 * type, a counter. In one call to the hash function, on bytes that are there already: uuid's own v5 takes four times as
 * long, and was 10 % of what a hop costs.
 */
export function eventId(...parts: (string | number)[]): string {
  const hex = hash('sha1', named(parts.join('\u0000')), 'hex');
  const variant = variants[Number.parseInt(hex.charAt(16), 16) & 3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The bytes to hash; valid until the next call. */
function named(name: string): Buffer {
  // A UTF-16 unit is three bytes at most.
  if (namespace.length + 3 * name.length > usual.length) return Buffer.concat([namespace, Buffer.from(name)]);
  return usual.subarray(0, namespace.length + usual.write(name, namespace.length));
}
