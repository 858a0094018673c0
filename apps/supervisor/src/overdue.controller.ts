import { Controller, Get } from '@nestjs/common';
import { Sweep } from './sweep.ts';
import { TurnStore } from './turn.store.ts';

@Controller('v1/overdue')
export class OverdueController {
  constructor(
    private readonly sweep: Sweep,
    private readonly turns: TurnStore,
  ) {}

  /** Steps that are overdue now (the next sweep takes them), and what was escalated lately. */
  @Get()
  async list() {
    const overdue = (await this.sweep.overdue(new Date())).map(({ turn: { ticketId, turn }, step }) => ({
      ticketId,
      turn,
      step: step.name,
      owner: step.owner,
    }));
    const escalated = (await this.turns.escalated(100)).map((t) => ({
      ticketId: t.ticketId,
      turn: t.turn,
      ...t.escalated,
    }));
    return { overdue, escalated };
  }
}
