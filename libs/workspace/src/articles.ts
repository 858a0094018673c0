import type { Located } from './problems.ts';
import { ArticleHead, type WorkspaceArticle } from './shapes.ts';
import { readYaml } from './yaml.ts';

/** Reads one Markdown file with front matter; every mistake goes to `problems`. */
export function readArticle(text: string, file: string, problems: string[]): Located<WorkspaceArticle> | undefined {
  const [, head, body] = /^---[ \t]*\n([\s\S]*?)(?:^|\n)---[ \t]*(?:\n([\s\S]*))?$/.exec(text) ?? [];
  if (head === undefined) {
    problems.push(`${file}:1: front matter: is missing; begin with '---', id, title, and '---' again`);
    return undefined;
  }
  const checked = readYaml(ArticleHead, head, { file, firstLine: 2 }, problems);
  if ((body ?? '').trim() === '') {
    problems.push(`${file}:${head.split('\n').length + 3}: body: is empty; write the answer below the front matter`);
    return undefined;
  }
  if (!checked) return undefined;
  const { id: articleId, ...rest } = checked.value;
  return { value: { articleId, ...rest, body: body!.trim(), file }, at: checked.at };
}
