import { z } from 'zod';
import { defineEvent } from './contract.ts';
import { Instant } from './shapes.ts';

/** A signed statement of how far each hash chain of the trail reaches. */
export const AuditCheckpoint = defineEvent({
  name: 'audit.checkpoint',
  summary: 'How far each hash chain of the trail reaches, signed.',
  schema: z.object({
    checkpointId: z.string().describe('Its name; also the key of the record.'),
    at: Instant.describe('When it was made.'),
    chains: z
      .array(
        z.object({
          topic: z.string().describe('The topic.'),
          partition: z.int().describe('The partition.'),
          offset: z.string().describe('The last record that the chain covers; decimal.'),
          hash: z.string().describe('SHA-256, hex.'),
        }),
      )
      .describe('One chain a partition; `hash` (SHA-256, hex) covers every record up to `offset`.'),
    keyId: z.string().describe('The key that it is signed with.'),
    signature: z.string().describe('Ed25519 over the canonical JSON of the fields above, base64.'),
  }),
  key: (data) => data.checkpointId,
  example: {
    checkpointId: '2026-03-01T00:00:00.000Z',
    at: '2026-03-01T00:00:00.000Z',
    chains: [{ topic: 'support.ticket.opened.v1', partition: 0, offset: '41', hash: '9f86d081884c7d65' }],
    keyId: 'audit-1',
    signature: 'MEUCIQ==',
  },
});
