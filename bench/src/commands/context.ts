import type { ArmName } from '../arms/arm.ts';

/** What every benchmark is run with. */
export interface Context {
  /** host:port,host:port */
  readonly brokers: string;
  readonly mongodbUri: string;
  /** A short run that shows that all of it works; its figures say nothing. */
  readonly quick: boolean;
  /** Instead of the benchmark's own number of records. */
  readonly records?: number;
  /** Of the arms, those alone; for profiling. */
  readonly only?: readonly ArmName[];
  /** Where logs of services go. */
  readonly dir: string;
  /** Tells people how far it is. */
  readonly say: (line: string) => void;
}

/** What benchmarks on a public dataset are run with. */
export interface DataContext extends Context {
  /** The dataset's folder. */
  readonly data: string;
  /** How many draws of examples. */
  readonly seeds: number;
  /** Where a workspace is written that stays; left out, it is taken away again. */
  readonly out?: string;
  /** Also plays it through the running services. */
  readonly flow?: boolean;
}
