import { Body, Controller, Delete, Get, NotFoundException, Param, Put, Query } from '@nestjs/common';
import { KbArticle } from '@throughline/contracts';
import { Answers, CallerName, ZodPipe } from '@throughline/platform';
import { z } from 'zod';
import { type Article, put, retract } from './article.ts';
import { ArticleStore } from './article.store.ts';

const Path = z.object({
  articleId: z
    .string()
    .max(200)
    .regex(/^[a-z0-9][a-z0-9._-]*$/i, 'expected letters, digits, dot, - and _')
    .describe('The article.'),
});

const text = z.string().regex(/\S/, 'must not be blank');

const Stated = z.object({
  title: text.max(500).describe('Its title.'),
  body: text.describe('Markdown; paragraphs are what replies quote.'),
  intents: z.array(z.string().min(1)).default([]).describe('The intents that it answers, by id.'),
  questions: z.array(text).default([]).describe('How people ask for it.'),
});

const Status = z.enum(['active', 'trial', 'retracted']);

const Listing = z.object({
  intent: z.string().optional().describe('That answer this intent.'),
  status: Status.optional().describe('In this state only.'),
});

const Commanded = z.object({
  articleId: z.string().describe('The article.'),
  revision: z.int().describe('Its revision now.'),
  status: Status.describe('Its state now.'),
  changed: z.boolean().describe('Whether this call changed it.'),
});

const none = { 404: 'No such article.' };

const answer = ({ articleId, revision, status }: Article, changed: boolean) => ({
  articleId,
  revision,
  status,
  changed,
});

/** The knowledge base over HTTP: how a workspace is loaded, and how people look after it. */
@Controller('v1/articles')
export class ArticlesController {
  constructor(private readonly store: ArticleStore) {}

  @Get()
  @Answers('The articles, by id.', z.array(KbArticle.schema))
  async list(@Query(new ZodPipe(Listing)) listing: z.infer<typeof Listing>): Promise<Article[]> {
    return this.store.list(listing);
  }

  @Get(':articleId')
  @Answers('One article.', KbArticle.schema, none)
  async one(@Param('articleId') articleId: string): Promise<Article> {
    return (await this.store.find(articleId)) ?? missing(articleId);
  }

  @Put(':articleId')
  @Answers('States an article. The same content again changes nothing; other content is the next revision.', Commanded)
  async put(
    @Param(new ZodPipe(Path)) { articleId }: z.infer<typeof Path>,
    @CallerName() by: string,
    @Body(new ZodPipe(Stated)) content: z.infer<typeof Stated>,
  ) {
    const at = new Date().toISOString();
    return answer(...(await this.store.command(articleId, (existing) => put(existing, articleId, content, by, at))));
  }

  @Delete(':articleId')
  @Answers('Retracts an article. It is not forgotten: replies that cited it can still be explained.', Commanded, none)
  async retract(@Param('articleId') articleId: string) {
    const at = new Date().toISOString();
    return answer(...(await this.store.command(articleId, (existing) => retract(existing ?? missing(articleId), at))));
  }
}

function missing(articleId: string): never {
  throw new NotFoundException(`There is no article ${articleId}: GET /v1/articles lists them.`);
}
