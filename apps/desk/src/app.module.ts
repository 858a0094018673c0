import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { services } from '@throughline/contracts';
import { PlatformModule } from '@throughline/platform';
import { mongo } from '@throughline/platform/mongo';
import { Config } from './config.ts';
import { DeskAgent } from './desk.agent.ts';
import { Leases } from './leases.ts';
import { QueuesController } from './queues.controller.ts';
import { ReviewStore } from './review.store.ts';
import { ReviewsController } from './reviews.controller.ts';
import { schemas } from './schemas.ts';

@Module({
  imports: [PlatformModule.forService(services.desk, Config), mongo(), MongooseModule.forFeature(schemas)],
  controllers: [DeskAgent, QueuesController, ReviewsController],
  providers: [ReviewStore, Leases],
})
export class AppModule {}
