import { z } from 'zod';
import { defineEvent } from './contract.ts';
import { Actor, Instant } from './shapes.ts';

/** The guardrail policy: its versions, which one is active, and the kill switch. */
export const PolicyChanged = defineEvent({
  name: 'policy',
  summary: 'A policy version exists, another became active, or the kill switch was turned.',
  compacted: true,
  schema: z.discriminatedUnion('kind', [
    /** `version` is the content hash of `source`, the YAML text. */
    z.object({ kind: z.literal('document'), version: z.string(), source: z.string(), by: Actor, at: Instant }),
    z.object({ kind: z.literal('active'), version: z.string(), by: Actor, at: Instant }),
    /** On: no automatic reply is sent any more; people go on. */
    z.object({ kind: z.literal('kill_switch'), on: z.boolean(), by: Actor, at: Instant }),
  ]),
  key: (data) => (data.kind === 'document' ? data.version : data.kind),
  example: {
    kind: 'active',
    version: 'b1946ac92492d234',
    by: { kind: 'human', id: 'ops' },
    at: '2026-03-01T00:00:00.000Z',
  },
});
