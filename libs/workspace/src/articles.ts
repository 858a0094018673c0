import { stringify } from 'yaml';
import type { Located, Problem } from './problems.ts';
import { ArticleHead, type WorkspaceArticle } from './shapes.ts';
import { readYaml } from './yaml.ts';

/** Reads one Markdown file with front matter; every mistake goes to `problems`. */
export function readArticle(text: string, file: string, problems: Problem[]): Located<WorkspaceArticle> | undefined {
  const [, head, body] = /^---[ \t]*\n([\s\S]*?)(?:^|\n)---[ \t]*(?:\n([\s\S]*))?$/.exec(text) ?? [];
  if (head === undefined) {
    const message = "is missing; begin with '---', id, title, and '---' again";
    problems.push({ file, line: 1, field: 'front matter', message });
    return undefined;
  }
  const checked = readYaml(ArticleHead, head, { file, firstLine: 2 }, problems);
  if ((body ?? '').trim() === '') {
    const message = 'is empty; write the answer below the front matter';
    problems.push({ file, line: head.split('\n').length + 3, field: 'body', message });
    return undefined;
  }
  if (!checked) return undefined;
  const { id: articleId, ...rest } = checked.value;
  return { ...checked, value: { articleId, ...rest, body: body!.trim(), file } };
}

/** An article as its file holds it: what {@link readArticle} reads back as the same. */
export function articleText({ articleId, title, intents, questions, body }: Omit<WorkspaceArticle, 'file'>): string {
  const head = stringify({ id: articleId, title, intents, questions }, { lineWidth: 0 });
  return `---\n${head}---\n\n${body.trim()}\n`;
}
