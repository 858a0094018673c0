// The preload as services are started with it, and a request that one of them makes.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';

const program = `
  await (await fetch(process.env.URL)).text();
  await globalThis[Symbol.for('throughline:telemetry')].shutdown();
`;

it("puts the origin of a request's URL on its span, and nothing of its path or query", async () => {
  const server = createServer((_, response) => response.end('taken')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = {
    ...process.env,
    URL: `${origin}/hooks/T0PSECRET?key=K3Y`,
    FORCE_COLOR: '0', // the spans are printed as Node.js shows objects
    OTEL_TRACES_EXPORTER: 'console',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
  };
  const args = ['--no-warnings', '--import', './src/otel.ts', '--input-type=module', '-e', program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  server.close();
  expect(stdout).toContain(`'url.full': '${origin}'`);
  expect(stdout).not.toMatch(/T0PSECRET|K3Y/);
}, 60_000);
