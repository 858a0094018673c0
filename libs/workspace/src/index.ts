export * from './shapes.ts';
export { articleText } from './articles.ts';
export {
  explain,
  fieldName,
  type Located,
  type Path,
  type Place,
  type Problem,
  problemText,
  WorkspaceError,
} from './problems.ts';
export type { Parts } from './references.ts';
export * from './workspace.ts';
