import { z } from 'zod';
import { defineEvent } from './contract.ts';
import { Instant } from './shapes.ts';

/** A signed statement of how far each hash chain of the trail reaches. */
export const AuditCheckpoint = defineEvent({
  name: 'audit.checkpoint',
  summary: 'How far each hash chain of the trail reaches, signed.',
  schema: z.object({
    checkpointId: z.string(),
    at: Instant,
    /** One chain a partition; `hash` (SHA-256, hex) covers every record up to `offset`. */
    chains: z.array(z.object({ topic: z.string(), partition: z.int(), offset: z.string(), hash: z.string() })),
    keyId: z.string(),
    /** Ed25519 over the canonical JSON of the fields above, base64. */
    signature: z.string(),
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
