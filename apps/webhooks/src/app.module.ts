import { readFile } from 'node:fs/promises';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { services } from '@throughline/contracts';
import { CONFIG, type ConfigOf, PlatformModule } from '@throughline/platform';
import { mongo } from '@throughline/platform/mongo';
import { Config } from './config.ts';
import { DeliveriesController } from './deliveries.controller.ts';
import { DeliveryStore } from './delivery.store.ts';
import { EndpointStore } from './endpoint.store.ts';
import { type Endpoint, ENDPOINTS, readEndpoints } from './endpoints.ts';
import { EndpointsController } from './endpoints.controller.ts';
import { Lanes } from './lanes.ts';
import { schemas } from './schemas.ts';
import { WebhooksAgent } from './webhooks.agent.ts';

const endpoints = {
  provide: ENDPOINTS,
  inject: [CONFIG],
  async useFactory({ WEBHOOKS_FILE: file }: ConfigOf<typeof Config>): Promise<Endpoint[]> {
    return file === undefined ? [] : readEndpoints(await readFile(file, 'utf8'), file, process.env);
  },
};

@Module({
  imports: [PlatformModule.forService(services.webhooks, Config), mongo(), MongooseModule.forFeature(schemas)],
  controllers: [WebhooksAgent, DeliveriesController, EndpointsController],
  providers: [endpoints, EndpointStore, DeliveryStore, Lanes],
})
export class AppModule {}
