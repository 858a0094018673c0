/** How to behave while another process holds the lock. */
export interface LockOptions {
  wait?: boolean;
  onWait?: (pid: number) => void;
}

/**
 * Takes a lock file and resolves to the function that gives it back. While another living process has it, waits
 * (`onWait` is told that process's id, once), or throws with `wait: false`. What a killed process left is taken over.
 */
export declare function lock(file: string, options?: LockOptions): Promise<() => void>;
