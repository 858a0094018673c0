import { Controller, Get, Inject, Res } from '@nestjs/common';
import { KafkaStrategy } from '@throughline/messaging';
import type { ServiceDeclaration } from '@throughline/contracts';
import type { FastifyReply } from 'fastify';
import { Public } from './auth.ts';
import { READINESS, type ReadinessCheck } from './readiness.ts';
import { DECLARATION } from './tokens.ts';

/** Probes: `/health/live` fails when only a restart can help, `/health/ready` while the service can't do its step. */
@Public()
@Controller('health')
export class HealthController {
  constructor(
    private readonly messaging: KafkaStrategy,
    @Inject(DECLARATION) private readonly service: ServiceDeclaration,
    @Inject(READINESS) private readonly checks: Set<ReadinessCheck>,
  ) {}

  @Get('live')
  live(@Res() reply: FastifyReply): void {
    const { live } = this.messaging.health();
    void reply.status(live ? 200 : 503).send({ service: this.service.name, live });
  }

  @Get('ready')
  ready(@Res() reply: FastifyReply): void {
    const reasons = [...this.messaging.health().reasons, ...[...this.checks].flatMap((check) => check() ?? [])];
    const ready = reasons.length === 0;
    void reply.status(ready ? 200 : 503).send({ service: this.service.name, ready, reasons });
  }
}
