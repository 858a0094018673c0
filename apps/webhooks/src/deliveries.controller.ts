import { Body, ConflictException, Controller, Get, HttpCode, Inject, NotFoundException, Param, Post, Query } from '@nestjs/common';
import { CallerName, CONFIG, type ConfigOf, ZodPipe } from '@throughline/platform';
import { z } from 'zod';
import type { Config } from './config.ts';
import { DeliveryStore } from './delivery.store.ts';
import { EndpointStore } from './endpoint.store.ts';
import { ENDPOINTS, type Endpoint } from './endpoints.ts';
import { Lanes } from './lanes.ts';
import type { DeliveryDoc } from './schemas.ts';

const Filter = z.object({
  state: z.enum(['pending', 'delivered', 'dead']).optional(),
  endpoint: z.string().optional(),
  event: z.string().optional(),
  ticketId: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

const Why = z.object({ why: z.string().trim().min(1).max(1_000) });

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
  list(@Query(new ZodPipe(Filter)) { ticketId, limit, state, endpoint, event }: z.output<typeof Filter>): Promise<DeliveryDoc[]> {
    const filter = { ...(state && { state }), ...(endpoint && { endpoint }), ...(event && { event }) };
    return this.deliveries.list({ ...filter, ...(ticketId && { subject: ticketId }) }, limit);
  }

  @Get(':id')
  async get(@Param('id') id: string): Promise<DeliveryDoc> {
    const delivery = await this.deliveries.find(id);
    if (!delivery) throw new NotFoundException(`No delivery ${id}.`);
    return delivery;
  }

  /** Tries a dead delivery again, for its full time; who and why is kept with it. */
  @Post(':id/redrive')
  @HttpCode(202)
  async redrive(
    @Param('id') id: string,
    @Body(new ZodPipe(Why)) { why }: z.output<typeof Why>,
    @CallerName() by: string,
  ): Promise<DeliveryDoc> {
    const { endpoint } = await this.get(id);
    if (!this.endpoints.some((e) => e.name === endpoint)) throw new ConflictException(`Endpoint ${endpoint} is not configured.`);
    if ((await this.states.find(endpoint))?.disabled) throw new ConflictException(`Endpoint ${endpoint} is disabled: enable it first.`);
    const now = new Date();
    const redrive = { by, why, at: now.toISOString() };
    const done = await this.deliveries.redrive(id, redrive, now, this.config.WEBHOOKS_RETRY_FOR_MS);
    if (!done) throw new ConflictException(`Delivery ${id} is not dead.`);
    this.lanes.wake();
    return this.get(id);
  }
}
