import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { services } from '@throughline/contracts';
import { PlatformModule } from '@throughline/platform';
import { mongo } from '@throughline/platform/mongo';
import { AuditAgent } from './audit.agent.ts';
import { Config } from './config.ts';
import { EventStore } from './events.ts';
import { FlowStore } from './flows.ts';
import { schemas } from './schemas.ts';
import { TimelineController } from './timeline.controller.ts';

@Module({
  imports: [PlatformModule.forService(services.audit, Config), mongo(), MongooseModule.forFeature(schemas)],
  controllers: [AuditAgent, TimelineController],
  providers: [EventStore, FlowStore],
})
export class AppModule {}
