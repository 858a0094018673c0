import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A step that failed: what its program printed, and what to do about it. */
export class StepError extends Error {
  constructor(message, { output = '', advice = '' } = {}) {
    super(message);
    this.output = output;
    this.advice = advice;
  }
}

/** sha256 of files' contents, in hex. */
export function hashFiles(...files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/** Runs a program, its output kept for the case that it fails. */
export function run(command, args, { env = {}, cwd, advice = '', missing = advice } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => {
      const message = error.code === 'ENOENT' ? `${command} is not installed` : `${command}: ${error.message}`;
      reject(new StepError(message, { advice: missing }));
    });
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new StepError(`${command} ended with ${signal ?? `code ${code}`}`, { output, advice }));
    });
  });
}

/**
 * Runs a step unless it is fresh: its inputs' hash is the one stamped when it last succeeded, and its outputs exist.
 * Resolves to what became of it: 'done', 'unchanged' or 'not needed'.
 */
export async function runStep(step) {
  if (step.needed && !step.needed()) return 'not needed';
  const hash = step.hash?.();
  const stamped = step.stamp && existsSync(step.stamp) ? readFileSync(step.stamp, 'utf8') : undefined;
  if (hash && step.outputs.every((file) => existsSync(file)) && (stamped === hash || step.adopt?.())) {
    if (stamped !== hash) writeFileSync(step.stamp, hash);
    return 'unchanged';
  }
  // First, so that a step that is interrupted is run again.
  if (step.stamp) rmSync(step.stamp, { force: true });
  await step.run();
  if (step.stamp) {
    mkdirSync(dirname(step.stamp), { recursive: true });
    writeFileSync(step.stamp, hash);
  }
  return 'done';
}
