import { z } from 'zod';
import { defineEvent } from './contract.ts';
import { Instant } from './shapes.ts';

/** One article of the knowledge base, as it is now. A record without data removes it. */
export const KbArticle = defineEvent({
  name: 'kb.article',
  summary: 'An article of the knowledge base, as it is now.',
  compacted: true,
  schema: z.object({
    articleId: z.string().min(1),
    /** +1 with every change of what a reader sees. */
    revision: z.int().min(1),
    title: z.string().min(1),
    intents: z.array(z.string()),
    /** How people ask for it. */
    questions: z.array(z.string()),
    /** Markdown; paragraphs are what replies quote. */
    body: z.string().min(1),
    status: z.enum(['active', 'trial', 'retracted']),
    /** Where it came from; `ticketId` where a person's answer taught it. */
    origin: z.object({
      kind: z.enum(['workspace', 'human']),
      ticketId: z.string().optional(),
      by: z.string().optional(),
    }),
    updatedAt: Instant,
  }),
  key: (data) => data.articleId,
  example: {
    articleId: 'track-parcel',
    revision: 1,
    title: 'Follow your parcel',
    intents: ['order_status'],
    questions: ['Where is my parcel?'],
    body: 'You can follow your parcel with the link in our dispatch e-mail.',
    status: 'active',
    origin: { kind: 'workspace' },
    updatedAt: '2026-03-01T00:00:00.000Z',
  },
});
