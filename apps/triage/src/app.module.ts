import { Module } from '@nestjs/common';
import { services } from '@throughline/contracts';
import { CONFIG, PlatformModule } from '@throughline/platform';
import { Brain, loadBrain } from './brain.ts';
import { Classifiers, loadClassifiers } from './classifiers.ts';
import { Config } from './config.ts';
import { TriageAgent } from './triage.agent.ts';

@Module({
  imports: [PlatformModule.forService(services.triage, Config)],
  controllers: [TriageAgent],
  providers: [
    { provide: Brain, inject: [CONFIG], useFactory: loadBrain },
    { provide: Classifiers, inject: [CONFIG], useFactory: loadClassifiers },
  ],
})
export class AppModule {}
