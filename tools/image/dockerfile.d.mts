export interface Image {
  /** Where its `/` lies. */
  readonly root: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cmd?: readonly string[];
  readonly healthcheck?: readonly string[];
  /** Deletes it; what it shares with others stays. */
  forget(): Promise<void>;
}
export class Builder {
  constructor(options: { file: string; context: string; dir: string; env: Readonly<Record<string, string>> });
  build(args: Readonly<Record<string, string>>): Promise<Image>;
}
export function writtenSince(root: string, ms: number): string[];
