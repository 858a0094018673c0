import { readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  ArticleHead,
  articleText,
  explain,
  fieldName,
  type Inspection,
  type WorkspaceArticle,
} from '@throughline/workspace';
import { type Kind, type Planned, Refused } from './kind.ts';
import type { Values } from './mapping.ts';

const LONGEST_NAME = 80;

/** Articles, a file each in `kb/`. */
export class Articles implements Kind {
  readonly fields = {
    id: {},
    title: { required: true },
    body: { required: true },
    intents: { as: 'list' },
    questions: { as: 'list' },
  } as const;
  private readonly existing: ReadonlyMap<string, WorkspaceArticle>;
  private readonly intents: ReadonlySet<string> | undefined;
  /** Names that are taken, whatever lies there. */
  private readonly files: ReadonlySet<string>;

  constructor(
    private readonly dir: string,
    { parts, taxonomy }: Inspection,
  ) {
    this.existing = new Map(parts.articles.map(({ value }) => [value.articleId, value]));
    this.intents = taxonomy && new Set(parts.intents.map(({ value }) => value.id));
    this.files = new Set(filesIn(join(dir, 'kb')).map((name) => `kb/${name.toLowerCase()}`));
  }

  plan(values: Values): Planned {
    const { title, body } = values;
    const articleId = typeof values['id'] === 'string' ? values['id'] : fileName(String(title ?? ''));
    const before = this.existing.get(articleId);
    const article = this.checked({
      intents: [],
      questions: [],
      ...before,
      ...values,
      title: oneLine(title),
      body,
      articleId,
    });
    const file = before?.file ?? `kb/${fileName(articleId)}.md`;
    if (!before && this.files.has(file)) {
      throw new Refused(`${file} is there already, and is not this article; give this one an id of its own`);
    }
    const same = isDeepStrictEqual({ ...article, file }, before);
    return { key: file, file, text: articleText(article), state: !before ? 'new' : same ? 'same' : 'changed' };
  }

  private checked({
    articleId,
    title,
    intents,
    questions,
    body,
  }: Record<string, unknown>): Omit<WorkspaceArticle, 'file'> {
    const head = { id: articleId, title, intents, questions };
    const { success, data, error } = ArticleHead.safeParse(head);
    if (!success) {
      throw new Refused(error.issues.map((issue) => `${fieldName(issue.path)}: ${explain(issue, head)}`).join('; '));
    }
    if (typeof body !== 'string') throw new Refused('body: is missing; add it');
    const unknown = data.intents.find((id) => this.intents && !this.intents.has(id));
    if (unknown !== undefined) throw new Refused(`intents: '${unknown}' is in no entry of taxonomy.yaml`);
    const { id, ...rest } = data;
    return { articleId: id, ...rest, body: body.trim() };
  }

  async write({ file, text }: Planned): Promise<void> {
    await mkdir(dirname(join(this.dir, file)), { recursive: true });
    await writeFile(join(this.dir, file), text);
  }

  async commit(): Promise<void> {}
  async close(): Promise<void> {}
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

const oneLine = (text: unknown): unknown => (typeof text === 'string' ? text.replace(/\s+/g, ' ') : text);

/** A name that every file system takes: letters and digits in lower case, and dashes. The same text gives the same name. */
export function fileName(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase();
  const name = plain.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '');
  if (name === '') throw new Refused('neither id nor title has a letter or digit to make a file name of');
  return name.slice(0, LONGEST_NAME).replace(/-+$/, '');
}
