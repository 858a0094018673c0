import { z } from 'zod';

const instant = z.string().describe('ISO 8601 in UTC.');

/** One event on its way to one endpoint, without what it says. */
export const DeliveryView = z.object({
  id: z.string().describe('The `webhook-id`.'),
  endpoint: z.string().describe('The endpoint, by its name in the file.'),
  event: z.string().describe("The event's name, e.g. `reply.delivered`."),
  ticketId: z.string().optional().describe('The ticket, where the event is about one.'),
  state: z.enum(['pending', 'delivered', 'dead']).describe('`dead`: given up; it can be redriven.'),
  attempts: z.int().describe('Posts that were begun, since the last redrive.'),
  createdAt: instant,
  expiresAt: instant.describe('When it has been tried for long enough.'),
  nextAt: instant.describe('When it is due, or was last.'),
  last: z
    .object({
      at: instant,
      status: z.int().optional().describe('HTTP status, where there was one.'),
      detail: z.string().describe('In words.'),
    })
    .nullable()
    .describe('How the last post ended.'),
  redrives: z
    .array(z.object({ by: z.string().describe('Who.'), why: z.string().describe('Why.'), at: instant }))
    .describe('Who had it tried again.'),
});

export const Deliveries = z.array(DeliveryView);

/** The endpoints, and how they do. */
export const Endpoints = z.array(
  z.object({
    name: z.string().describe('Its name in the file.'),
    origin: z.string().describe('Where it is; path and query may be secret.'),
    events: z.array(z.string()).describe('What it is subscribed to.'),
    since: instant.describe('When it was first configured: it gets what happened from then on.'),
    disabled: z.object({ at: instant }).nullable().describe('Since it answered 410: nothing is posted to it.'),
    enabled: z
      .object({ at: instant, by: z.string().describe('Who.') })
      .nullable()
      .describe('When it was last enabled again.'),
    pending: z.int().describe('Deliveries that wait.'),
    dead: z.int().describe('Deliveries that were given up.'),
  }),
);
