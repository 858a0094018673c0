import { z } from 'zod';

const text = z.string().max(50_000).regex(/\S/, 'must not be blank');

export const Claiming = z.object({
  minutes: z.number().int().min(1).max(1440).optional().describe('How long the claim lasts.'),
});

export const Action = z.enum(['approve', 'edit', 'write', 'ask_back', 'reassign', 'close']);

/** A decision, as the person's tool sends it. */
export const Decide = z
  .object({
    action: Action.describe('What the person decided.'),
    text: text.optional().describe('The text to send: needed with `edit`, `write` and `ask_back`.'),
    queue: z.string().min(1).max(100).optional().describe('Where to: needed with `reassign`.'),
    note: z.string().max(10_000).optional().describe('A remark, for other people.'),
    shown: z
      .string()
      .optional()
      .describe('`shown` of the review that the person saw; left out, nobody checks whether it changed meanwhile.'),
  })
  .superRefine(({ action, text: given, queue }, context) => {
    const needsText = action === 'edit' || action === 'write' || action === 'ask_back';
    const issue = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
    if (needsText && !given) issue('text', `'${action}' needs the text to send`);
    if (action === 'reassign' && !queue) issue('queue', "'reassign' needs the queue that it goes to");
  });
export type Decide = z.infer<typeof Decide>;

export const Listing = z.object({
  queue: z.string().optional().describe('In this queue only.'),
  state: z.enum(['open', 'claimed', 'decided', 'answered', 'closed']).optional().describe('In this state only.'),
  ticketId: z.string().optional().describe('Of this ticket only.'),
  limit: z.coerce.number().int().min(1).max(1000).default(100).describe('At most so many.'),
});
export type Listing = z.infer<typeof Listing>;
