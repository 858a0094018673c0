import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { BaseConfig, boot, PlatformModule } from '@throughline/platform';
import { SurveyAgent } from './survey.agent.ts';
import { survey } from './survey.ts';

@Module({ imports: [PlatformModule.forService(survey, BaseConfig)], controllers: [SurveyAgent] })
class AppModule {}

boot(AppModule);
