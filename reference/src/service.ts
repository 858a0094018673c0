import 'reflect-metadata';
import { type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants.js';
import { type ServiceDeclaration, type ServiceName, services } from '@throughline/contracts';
import { type HandlerExtras, handlersOf } from '@throughline/messaging';
import { CONFIG_SCHEMA } from '@throughline/platform';
import { AppModule as audit } from '@throughline/audit/app';
import { AppModule as desk } from '@throughline/desk/app';
import { AppModule as drafter } from '@throughline/drafter/app';
import { AppModule as intake } from '@throughline/intake/app';
import { AppModule as kbUpdater } from '@throughline/kb-updater/app';
import { AppModule as router } from '@throughline/router/app';
import { AppModule as supervisor } from '@throughline/supervisor/app';
import { AppModule as triage } from '@throughline/triage/app';
import { AppModule as webhooks } from '@throughline/webhooks/app';
import { z } from 'zod';
import { type Route, routesOf } from './routes.ts';

const modules: Record<ServiceName, Type> = {
  intake,
  triage,
  drafter,
  router,
  desk,
  'kb-updater': kbUpdater,
  supervisor,
  audit,
  webhooks,
};

/** What a service is, as its own code says. */
export interface Service {
  readonly name: ServiceName;
  readonly declaration: ServiceDeclaration;
  /** The environment that it reads. */
  readonly config: z.ZodType;
  readonly routes: readonly Route[];
  readonly handlers: readonly HandlerExtras[];
}

type Import = Type | DynamicModule | Promise<DynamicModule> | { forwardRef(): Type };

interface Parts {
  controllers: Type[];
  providers: Provider[];
}

/** All controllers and providers of a module and what it imports; nothing is created, so nothing connects. */
function partsOf(module: Import): Parts {
  const dynamic = 'module' in module ? module : undefined;
  const type = dynamic?.module ?? module;
  const own = <T>(key: 'imports' | 'controllers' | 'providers'): T[] => [
    ...((Reflect.getMetadata(MODULE_METADATA[key.toUpperCase() as 'IMPORTS'], type) ?? []) as T[]),
    ...((dynamic?.[key] ?? []) as T[]),
  ];
  const imported = own<Import>('imports').map(partsOf);
  return {
    controllers: [...own<Type>('controllers'), ...imported.flatMap((p) => p.controllers)],
    providers: [...own<Provider>('providers'), ...imported.flatMap((p) => p.providers)],
  };
}

function describe(name: ServiceName): Service {
  const { controllers, providers } = partsOf(modules[name]);
  const provided = providers.find((p) => 'provide' in p && p.provide === CONFIG_SCHEMA);
  if (!provided || !('useValue' in provided)) throw new Error(`${name} does not import PlatformModule.forService(…).`);
  return {
    name,
    declaration: services[name],
    config: provided.useValue as z.ZodType,
    routes: controllers.flatMap(routesOf),
    handlers: controllers.flatMap((controller) => handlersOf(controller)),
  };
}

/** Every service of the flow, in its order. */
export const allServices = (): Service[] => (Object.keys(services) as ServiceName[]).map(describe);
