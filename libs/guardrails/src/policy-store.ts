import type { DataOf, PolicyChanged } from '@throughline/contracts';
import { parsePolicy, type Policy, policyVersion } from './policy.ts';

/** A record of the policy topic: the current data of a key, or null where the key was removed. */
export interface PolicyRecord {
  readonly key: string;
  readonly data: DataOf<typeof PolicyChanged> | null;
}

/**
 * What every replica knows of policies: fed with the records of the policy topic in any order, from its start. Order
 * between keys does not matter: which policy is active is looked up when asked.
 */
export class PolicyStore {
  private readonly policies = new Map<string, Policy>();
  private readonly waiting = new Set<() => void>();
  private activeVersion: string | undefined;
  private on = false;

  /** Documents that can't be used, with what is wrong; the gate fails closed on them. */
  readonly broken = new Map<string, Error>();

  /** Takes a record in. Never throws for what is in it. */
  apply({ key, data }: PolicyRecord): void {
    if (data === null) this.remove(key);
    else if (data.kind === 'document') this.load(data.version, data.source);
    else if (data.kind === 'active') this.activeVersion = data.version;
    else this.on = data.on;
    for (const wake of this.waiting) wake();
  }

  /** The active policy; undefined where none was activated, or it is not loaded yet, or broken. */
  active(): Policy | undefined {
    return this.activeVersion === undefined ? undefined : this.get(this.activeVersion);
  }

  /** A policy by its version. */
  get(version: string): Policy | undefined {
    return this.policies.get(version);
  }

  /** True: agents send nothing. */
  get killSwitch(): boolean {
    return this.on;
  }

  /**
   * The policy of a turn: the version it began with, or the active one where it names none. A document that is not loaded
   * yet is waited for, up to `withinMs` milliseconds; then undefined, and the gate fails closed. Undefined at once where
   * waiting can't help: the document is broken, or no policy was ever activated.
   */
  async policyFor(version: string | undefined, withinMs = 5_000): Promise<Policy | undefined> {
    const wanted = version ?? this.activeVersion;
    if (wanted === undefined || this.policies.has(wanted) || this.broken.has(wanted)) return this.get(wanted ?? '');
    return new Promise((resolve) => {
      const finish = (policy: Policy | undefined): void => {
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve(policy);
      };
      const look = (): void => {
        if (this.policies.has(wanted) || this.broken.has(wanted)) finish(this.get(wanted));
      };
      const timer = setTimeout(() => finish(undefined), withinMs);
      this.waiting.add(look);
    });
  }

  private load(version: string, source: string): void {
    try {
      const actual = policyVersion(source);
      if (actual !== version) throw new Error(`The document is version ${actual}, not ${version}: it was changed.`);
      this.policies.set(version, parsePolicy(source));
      this.broken.delete(version);
    } catch (error) {
      this.policies.delete(version);
      this.broken.set(version, error as Error);
    }
  }

  private remove(key: string): void {
    if (key === 'active') this.activeVersion = undefined;
    else if (key === 'kill_switch') this.on = false;
    this.policies.delete(key);
    this.broken.delete(key);
  }
}
