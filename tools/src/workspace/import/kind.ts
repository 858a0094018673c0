import type { Fields, Values } from './mapping.ts';

/** A row can't be taken, for the reason in its message. */
export class Refused extends Error {}

/** What would become of a row. */
export interface Planned {
  /** What it is known by: two rows of one file can't share it. */
  readonly key: string;
  /** Against what is there: nothing, the same, or something else. */
  readonly state: 'new' | 'same' | 'changed';
  /** The file, relative to the workspace. */
  readonly file: string;
  /** As it is written there. */
  readonly text: string;
}

/** Articles, or tickets: how a row becomes one, and where they are kept. */
export interface Kind {
  readonly fields: Fields;
  /**
   * Fields that the row says nothing about stay as they are in what is there already.
   *
   * @throws Refused
   */
  plan(values: Values): Planned;
  write(planned: Planned): Promise<void>;
  /** All is written: makes it count. */
  commit(): Promise<void>;
  /** Leaves nothing half done behind, whatever happened. */
  close(): Promise<void>;
}
