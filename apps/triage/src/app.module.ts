import { Module } from '@nestjs/common';
import { services } from '@throughline/contracts';
import { CONFIG, PlatformModule } from '@throughline/platform';
import { Brain, loadBrain } from './brain.ts';
import { Config } from './config.ts';
import { TriageAgent } from './triage.agent.ts';

@Module({
  imports: [PlatformModule.forService(services.triage, Config)],
  controllers: [TriageAgent],
  providers: [{ provide: Brain, inject: [CONFIG], useFactory: loadBrain }],
})
export class AppModule {}
