import { Controller, Get, Inject, Res } from '@nestjs/common';
import { KafkaStrategy } from '@throughline/messaging';
import type { ServiceDeclaration } from '@throughline/contracts';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Answers } from './answers.ts';
import { Public } from './auth.ts';
import { READINESS, type ReadinessCheck } from './readiness.ts';
import { DECLARATION } from './tokens.ts';

const Live = z.object({ service: z.string().describe('Its name.'), live: z.boolean().describe('Whether it lives.') });
const Ready = z.object({
  service: z.string().describe('Its name.'),
  ready: z.boolean().describe('Whether it can do its step.'),
  reasons: z.array(z.string()).describe('Why not.'),
});

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
  @Answers('Fails when only a restart can help.', Live, { 503: 'The same, with `live: false`.' })
  live(@Res({ passthrough: true }) reply: FastifyReply) {
    const { live } = this.messaging.health();
    void reply.status(live ? 200 : 503);
    return { service: this.service.name, live };
  }

  @Get('ready')
  @Answers('Fails while the service cannot do its step, and says why.', Ready, {
    503: 'The same, with `ready: false`.',
  })
  ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const reasons = [...this.messaging.health().reasons, ...[...this.checks].flatMap((check) => check() ?? [])];
    const ready = reasons.length === 0;
    void reply.status(ready ? 200 : 503);
    return { service: this.service.name, ready, reasons };
  }
}
