export { BearerGuard, CallerName, Public } from './auth.ts';
export { boot, bodyLimit, startService } from './boot.ts';
export { BaseConfig, type ConfigOf, MongoConfig, readConfig } from './config.ts';
export { mongo } from './mongo.ts';
export { Outbox, type WithPending } from './outbox.ts';
export { PlatformModule } from './platform.module.ts';
export { READINESS, type ReadinessCheck } from './readiness.ts';
export { CONFIG, DECLARATION } from './tokens.ts';
export { ZodPipe } from './zod-body.ts';
