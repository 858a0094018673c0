import { Body, Controller, Delete, Get, NotFoundException, Param, Put, Query } from '@nestjs/common';
import { KbArticle } from '@throughline/contracts';
import { Answers, CallerName, ZodPipe } from '@throughline/platform';
import { z } from 'zod';
import { type Article, put, retract } from './article.ts';
import { ArticleStore } from './article.store.ts';
import { Retractions } from './retractions.ts';
import { Trials } from './trials.ts';

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
  body: text.max(200_000).describe('Markdown; paragraphs are what replies quote.'),
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

const Retraction = z.object({
  why: text
    .max(2_000)
    .default('No reason was given.')
    .describe('Why, in plain words: for those who look at replies that quoted it.'),
});

const Retracted = Commanded.extend({
  reviews: z.int().describe('Reviews that were asked for: replies of the last 90 days that quoted it.'),
});

const Trial = z.object({
  for: z.int().describe('Tickets that it answered for good: the customer did not come back.'),
  against: z.int().describe('Tickets whose customer came back, or whose reviewer wrote something else.'),
  open: z.int().describe('Tickets of which it is too early to tell.'),
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
  constructor(
    private readonly store: ArticleStore,
    private readonly trials: Trials,
    private readonly retractions: Retractions,
  ) {}

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

  @Get(':articleId/revisions')
  @Answers('All its revisions, newest first.', z.array(KbArticle.schema), none)
  async revisions(@Param('articleId') articleId: string): Promise<Article[]> {
    const all = await this.store.revisions(articleId);
    return all.length > 0 ? all : missing(articleId);
  }

  @Get(':articleId/trial')
  @Answers('How the tickets went on that it answered with its present body, of the last 90 days.', Trial, none)
  async trial(@Param('articleId') articleId: string) {
    if (!(await this.store.find(articleId))) missing(articleId);
    return this.trials.tally(articleId);
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
  @Answers(
    'Retracts an article: it is quoted no more, and a review is asked for of every reply that quoted it. It is not forgotten: replies that cited it can still be explained.',
    Retracted,
    none,
  )
  async retract(
    @Param('articleId') articleId: string,
    @CallerName() by: string,
    @Query(new ZodPipe(Retraction)) { why }: z.output<typeof Retraction>,
  ) {
    const at = new Date().toISOString();
    const rule = (existing: Article | null) => retract(existing ?? missing(articleId), { why, by }, at);
    const commanded = answer(...(await this.store.command(articleId, rule, { and: { reviewsDue: true } })));
    return { ...commanded, reviews: await this.retractions.review(articleId) };
  }
}

function missing(articleId: string): never {
  throw new NotFoundException(`There is no article ${articleId}: GET /v1/articles lists them.`);
}
