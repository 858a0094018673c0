import { z } from 'zod';
import { defineEvent } from './contract.ts';
import { Actor, Instant } from './shapes.ts';

const said = { by: Actor, at: Instant.describe('When.') };

/** The guardrail policy: its versions, which one is active, and the kill switch. */
export const PolicyChanged = defineEvent({
  name: 'policy',
  summary: 'A policy version exists, another became active, or the kill switch was turned.',
  compacted: true,
  schema: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('document').describe('A policy version exists. Key: the version.'),
      version: z.string().describe('Content hash of `source`.'),
      source: z.string().describe('The policy, YAML.'),
      ...said,
    }),
    z.object({
      kind: z.literal('active').describe('A version is in force from now on. Key: `active`.'),
      version: z.string().describe('Which.'),
      ...said,
    }),
    z.object({
      kind: z.literal('kill_switch').describe('The kill switch was turned. Key: `kill_switch`.'),
      on: z.boolean().describe('On: no automatic reply is sent any more; people go on.'),
      ...said,
    }),
  ]),
  keyMeaning: 'The version of a document; else `active` or `kill_switch`.',
  key: (data) => (data.kind === 'document' ? data.version : data.kind),
  example: {
    kind: 'active',
    version: 'b1946ac92492d234',
    by: { kind: 'human', id: 'ops' },
    at: '2026-03-01T00:00:00.000Z',
  },
});
