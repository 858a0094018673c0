import { Controller, Get, HttpCode, Inject, NotFoundException, Param, Post } from '@nestjs/common';
import { Answers, CallerName } from '@throughline/platform';
import { z } from 'zod';
import { DeliveryStore } from './delivery.store.ts';
import { EndpointStore } from './endpoint.store.ts';
import { ENDPOINTS, type Endpoint } from './endpoints.ts';
import { Endpoints } from './http-answers.ts';

@Controller('v1/endpoints')
export class EndpointsController {
  constructor(
    @Inject(ENDPOINTS) private readonly endpoints: readonly Endpoint[],
    private readonly states: EndpointStore,
    private readonly deliveries: DeliveryStore,
  ) {}

  @Get()
  @Answers("The endpoints of this instance's file, and how they do.", Endpoints)
  list() {
    return Promise.all(
      this.endpoints.map(async ({ name, url, events }) => {
        const [state, pending, dead] = await Promise.all([
          this.states.find(name),
          this.deliveries.count(name, 'pending'),
          this.deliveries.count(name, 'dead'),
        ]);
        const { since, disabled, enabled } = state;
        const { origin } = new URL(url);
        return { name, origin, events: [...events], since: since.toISOString(), disabled, enabled, pending, dead };
      }),
    );
  }

  @Post(':name/enable')
  @HttpCode(204)
  @Answers('After a 410: the endpoint gets what comes from now on; what died meanwhile can be redriven.', z.void(), {
    404: 'There is no such endpoint.',
  })
  async enable(@Param('name') name: string, @CallerName() by: string): Promise<void> {
    if (!this.endpoints.some((e) => e.name === name)) throw new NotFoundException(`No endpoint ${name}.`);
    await this.states.enable(name, by, new Date());
  }
}
