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
    retraction: z
      .object({
        why: z.string().describe('Why, in plain words.'),
        by: z.string().optional().describe('Who retracted it; left out where its trial did.'),
      })
      .optional()
      .describe('With `retracted`: why it is no longer quoted.'),
    embeddings: z
      .object({
        model: z.string().describe('Which model made them: vectors of different models do not compare.'),
        dimensions: z.int().min(1).describe('Length of every vector.'),
        vectors: z
          .string()
          .describe(
            'Base64 of IEEE 754 half-precision numbers, little-endian: a vector for each passage of the body under its title, then one for the title and one for each question.',
          ),
      })
      .optional()
      .describe('So that no reader has to embed it again; who has another model, or counts other passages, does.'),
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
