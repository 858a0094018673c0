export * from './shapes.ts';
export { WorkspaceError } from './problems.ts';
export * from './workspace.ts';
