import {
  Body,
  ConflictException,
  Controller,
  Get,
  HttpCode,
  Inject,
  NotFoundException,
  Param,
  Post,
  Query,
} from '@nestjs/common';
import { Answers, CallerName, CONFIG, type ConfigOf, ZodPipe } from '@throughline/platform';
import { z } from 'zod';
import type { Config } from './config.ts';
import { DeliveryStore } from './delivery.store.ts';
import { EndpointStore } from './endpoint.store.ts';
import { ENDPOINTS, type Endpoint } from './endpoints.ts';
import { Deliveries, DeliveryView } from './http-answers.ts';
import { Lanes } from './lanes.ts';
import type { DeliveryDoc } from './schemas.ts';

const Filter = z.object({
  state: z.enum(['pending', 'delivered', 'dead']).optional().describe('In this state only.'),
  endpoint: z.string().optional().describe('To this endpoint only.'),
  event: z.string().optional().describe('Of this event only, e.g. `reply.delivered`.'),
  ticketId: z.string().optional().describe('Of this ticket only.'),
  limit: z.coerce.number().int().min(1).max(1000).default(100).describe('At most so many.'),
});

const Why = z.object({ why: z.string().trim().min(1).max(1_000).describe('Why; it is kept with the delivery.') });

const viewOf = ({ _id: id, subject, ...doc }: DeliveryDoc): z.output<typeof DeliveryView> => ({
  id,
  endpoint: doc.endpoint,
  event: doc.event,
  ...(subject && { ticketId: subject }),
  state: doc.state,
  attempts: doc.attempts,
  createdAt: doc.createdAt.toISOString(),
  expiresAt: doc.expiresAt.toISOString(),
  nextAt: doc.nextAt.toISOString(),
  last: doc.last,
  redrives: doc.redrives,
});

@Controller('v1/deliveries')
export class DeliveriesController {
  constructor(
    @Inject(ENDPOINTS) private readonly endpoints: readonly Endpoint[],
    @Inject(CONFIG) private readonly config: ConfigOf<typeof Config>,
    private readonly deliveries: DeliveryStore,
    private readonly states: EndpointStore,
    private readonly lanes: Lanes,
  ) {}

  @Get()
  @Answers('Deliveries, the newest first, without what they say.', Deliveries)
  async list(@Query(new ZodPipe(Filter)) { ticketId, limit, state, endpoint, event }: z.output<typeof Filter>) {
    const filter = { ...(state && { state }), ...(endpoint && { endpoint }), ...(event && { event }) };
    const found = await this.deliveries.list({ ...filter, ...(ticketId && { subject: ticketId }) }, limit);
    return found.map(viewOf);
  }

  @Get(':id')
  @Answers('One delivery, without what it says.', DeliveryView, { 404: 'There is no such delivery.' })
  async get(@Param('id') id: string) {
    const delivery = await this.deliveries.find(id);
    if (!delivery) throw new NotFoundException(`No delivery ${id}.`);
    return viewOf(delivery);
  }

  @Post(':id/redrive')
  @HttpCode(202)
  @Answers('Has a dead delivery tried again, for its full time; who and why is kept with it.', DeliveryView, {
    404: 'There is no such delivery.',
    409: 'It is not dead, or its endpoint is disabled or no longer configured.',
  })
  async redrive(
    @Param('id') id: string,
    @Body(new ZodPipe(Why)) { why }: z.output<typeof Why>,
    @CallerName() by: string,
  ) {
    const { endpoint } = await this.get(id);
    if (!this.endpoints.some((e) => e.name === endpoint))
      throw new ConflictException(`Endpoint ${endpoint} is not configured.`);
    if ((await this.states.find(endpoint)).disabled)
      throw new ConflictException(`Endpoint ${endpoint} is disabled: enable it first.`);
    const now = new Date();
    const redrive = { by, why, at: now.toISOString() };
    const done = await this.deliveries.redrive(id, redrive, now, this.config.WEBHOOKS_RETRY_FOR_MS);
    if (!done) throw new ConflictException(`Delivery ${id} is not dead.`);
    this.lanes.wake();
    return this.get(id);
  }
}
