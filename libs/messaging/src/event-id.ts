import { parse, v5 } from 'uuid';

// Any fixed UUID serves as the namespace; this one was drawn once for Throughline.
const namespace = parse('7f1c9f0e-6f2b-4c57-9d0a-0a8f3c1d5e42');

/**
 * A deterministic event id (UUID v5, RFC 9562): the same parts give the same id, so a repeated step is recognisable
 * anywhere. Parts: the causing event's id (with its source, where that is another system), the contract's type, a counter.
 */
export const eventId = (...parts: (string | number)[]): string => v5(Buffer.from(parts.join('\u0000')), namespace);
