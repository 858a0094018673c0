import { Controller, Get } from '@nestjs/common';
import { Knowledge } from './knowledge.ts';

@Controller('v1/index')
export class IndexController {
  constructor(private readonly knowledge: Knowledge) {}

  /** The articles that this replica can quote, with their revisions. */
  @Get()
  get(): { articles: Record<string, number> } {
    return { articles: this.knowledge.index() };
  }
}
