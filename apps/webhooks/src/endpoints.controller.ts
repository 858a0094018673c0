import { Controller, Get, HttpCode, Inject, NotFoundException, Param, Post } from '@nestjs/common';
import { CallerName } from '@throughline/platform';
import { DeliveryStore } from './delivery.store.ts';
import { EndpointStore } from './endpoint.store.ts';
import { ENDPOINTS, type Endpoint } from './endpoints.ts';

@Controller('v1/endpoints')
export class EndpointsController {
  constructor(
    @Inject(ENDPOINTS) private readonly endpoints: readonly Endpoint[],
    private readonly states: EndpointStore,
    private readonly deliveries: DeliveryStore,
  ) {}

  /** The endpoints of this instance's file, and how they do. A URL's path and query may be secret: only its origin is shown. */
  @Get()
  list() {
    return Promise.all(
      this.endpoints.map(async ({ name, url, events }) => {
        const [state, pending, dead] = await Promise.all([
          this.states.find(name),
          this.deliveries.count(name, 'pending'),
          this.deliveries.count(name, 'dead'),
        ]);
        const { since, disabled = null, enabled = null } = state ?? {};
        return { name, origin: new URL(url).origin, events: [...events], since, disabled, enabled, pending, dead };
      }),
    );
  }

  /** After a 410: the endpoint gets what comes from now on; what died meanwhile is redriven one by one. */
  @Post(':name/enable')
  @HttpCode(204)
  async enable(@Param('name') name: string, @CallerName() by: string): Promise<void> {
    if (!this.endpoints.some((e) => e.name === name)) throw new NotFoundException(`No endpoint ${name}.`);
    await this.states.enable(name, by, new Date());
  }
}
