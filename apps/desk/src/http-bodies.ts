import { z } from 'zod';

const text = z.string().max(50_000).regex(/\S/, 'must not be blank');

export const Claiming = z.object({ minutes: z.number().int().min(1).max(1440).optional() });

/** A decision, as the person's tool sends it. */
export const Decide = z
  .object({
    action: z.enum(['approve', 'edit', 'write', 'ask_back', 'reassign', 'close']),
    text: text.optional(),
    queue: z.string().min(1).max(100).optional(),
    note: z.string().max(10_000).optional(),
    /** The hash of the evidence that the person saw; left out, nobody checks whether it changed meanwhile. */
    shown: z.string().optional(),
  })
  .superRefine(({ action, text: given, queue }, context) => {
    const needsText = action === 'edit' || action === 'write' || action === 'ask_back';
    const issue = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
    if (needsText && !given) issue('text', `'${action}' needs the text to send`);
    if (action === 'reassign' && !queue) issue('queue', "'reassign' needs the queue that it goes to");
  });
export type Decide = z.infer<typeof Decide>;

export const Listing = z.object({
  queue: z.string().optional(),
  state: z.enum(['open', 'claimed', 'decided', 'answered', 'closed']).optional(),
  ticketId: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export type Listing = z.infer<typeof Listing>;
