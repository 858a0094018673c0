import 'reflect-metadata';
import { boot } from '@throughline/platform';
import { AppModule } from './app.module.ts';

boot(AppModule);
