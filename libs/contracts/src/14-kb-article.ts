import { z } from 'zod';
import { defineEvent } from './contract.ts';
import { Instant } from './shapes.ts';

/** One article of the knowledge base, as it is now. A record without data removes it. */
export const KbArticle = defineEvent({
  name: 'kb.article',
  summary: 'An article of the knowledge base, as it is now.',
  compacted: true,
  schema: z.object({
    articleId: z.string().min(1).describe('The article; also the key of the record.'),
    revision: z.int().min(1).describe('+1 with every change of what a reader sees.'),
    title: z.string().min(1).describe('Its title.'),
    intents: z.array(z.string()).describe('The intents that it answers, by id.'),
    questions: z.array(z.string()).describe('How people ask for it.'),
    body: z.string().min(1).describe('Markdown; paragraphs are what replies quote.'),
    status: z
      .enum(['active', 'trial', 'retracted'])
      .describe('`trial`: learned, not yet confirmed; `retracted`: no longer quoted.'),
    origin: z
      .object({
        kind: z.enum(['workspace', 'human']).describe("Loaded with the workspace, or learned from a person's answer."),
        ticketId: z.string().optional().describe('The ticket whose answer taught it.'),
        by: z.string().optional().describe('Who wrote it.'),
      })
      .describe('Where it came from.'),
    updatedAt: Instant.describe('When it last changed.'),
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
