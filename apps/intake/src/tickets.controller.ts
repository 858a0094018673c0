import { Body, Controller, Get, Headers, HttpCode, NotFoundException, Param, Post } from '@nestjs/common';
import { TicketReceived } from '@throughline/contracts';
import { EventPublisher, eventId } from '@throughline/messaging';
import { Answers, CallerName, ZodPipe } from '@throughline/platform';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { Accepted, TicketView } from './http-answers.ts';
import { messageKey, ticketIdFor } from './identity.ts';
import type { TicketDoc } from './schemas.ts';
import { TicketStore } from './tickets.ts';

const eventSource = '/throughline/intake';

type NewTicket = z.output<typeof TicketReceived.schema>;

@Controller('v1/tickets')
export class TicketsController {
  constructor(
    private readonly publisher: EventPublisher,
    private readonly tickets: TicketStore,
  ) {}

  @Post()
  @HttpCode(202)
  @Answers(
    "Takes a message in: it is in the log when this answers. `Idempotency-Key`, or else the message's own id, makes a repeat harmless.",
    Accepted,
    { 413: 'More than 256 KiB.' },
    { 'idempotency-key': 'The same key of the same caller for the same customer is the same message.' },
  )
  async post(
    @Body(new ZodPipe(TicketReceived.schema)) data: NewTicket,
    @CallerName() caller: string,
    @Headers('idempotency-key') idempotencyKey?: string,
  ): Promise<{ ticketId: string; eventId: string }> {
    const identity = idempotencyKey
      ? ['key', idempotencyKey]
      : data.messageId
        ? ['message', data.messageId]
        : undefined;
    const id = identity ? eventId('http', caller, data.customerId, ...identity) : randomUUID();
    const ticketId = data.ticketId ?? ticketIdFor(messageKey(eventSource, id));
    await this.publisher.publish(TicketReceived.of({ ...data, ticketId }), { id });
    return { ticketId, eventId: id };
  }

  @Get(':ticketId')
  @Answers('The ticket as intake knows it: turns, deliveries, who has the word.', TicketView, {
    404: 'No such ticket.',
  })
  async get(@Param('ticketId') ticketId: string): Promise<TicketDoc> {
    const ticket = await this.tickets.find(ticketId);
    if (!ticket) throw new NotFoundException(`No ticket ${ticketId}.`);
    return ticket;
  }
}
