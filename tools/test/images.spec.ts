import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultPorts, services } from '@throughline/contracts';
import { DCLinter } from 'dclint';
import { DockerfileParser, type From } from 'dockerfile-ast';
import { parse } from 'yaml';

const root = join(__dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

interface Service {
  image?: string;
  profiles?: string[];
  build?: { args: { SERVICE: string } };
  ports?: string[];
  depends_on?: Record<string, { condition: string }>;
}
const compose = parse(read('docker-compose.yml'), { merge: true }) as { services: Record<string, Service> };
const apps = Object.entries(compose.services).filter(([, { profiles }]) => profiles?.includes('apps'));

describe('docker-compose.yml', () => {
  it('is what the Compose Specification allows', () => {
    const linter = new DCLinter({
      rules: { 'invalid-schema': 2 },
      quiet: true,
      debug: false,
      exclude: [],
      stats: false,
      disableLineRules: [],
    });
    const errors = linter
      .lintFiles([join(root, 'docker-compose.yml')], false)
      .reduce((sum: number, { errorCount }: { errorCount: number }) => sum + errorCount, 0);
    expect(errors).toBe(0);
  }, 60_000);

  it('has every service, from its own folder, on its own port', () => {
    const made = Object.fromEntries(apps.map(([name, { build }]) => [name, build?.args.SERVICE]));
    expect(made).toEqual({ topics: 'tools', ...Object.fromEntries(Object.keys(services).map((name) => [name, name])) });
    const published = apps.flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port]));
    expect(published).toContainEqual(['intake', `127.0.0.1:${defaultPorts.intake}:8080`]);
    for (const [name = '', port] of published) {
      expect(port).toBe(`127.0.0.1:${defaultPorts[name as keyof typeof defaultPorts]}:8080`);
    }
  });

  it.each(apps)('gives %s no more than it needs', (_, service) => {
    expect(service).toMatchObject({
      init: true,
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  });

  it('starts services when topics are made and the store is well, the topics when Kafka is', () => {
    for (const [name, { depends_on }] of apps) {
      expect(depends_on).toEqual(
        name === 'topics'
          ? { kafka: { condition: 'service_healthy' } }
          : {
              topics: { condition: 'service_completed_successfully' },
              mongodb: { condition: 'service_healthy' },
            },
      );
    }
  });

  it('names a version of every image', () => {
    const images = Object.values(compose.services).flatMap(({ image }) => image ?? []);
    for (const image of images) expect(image).toMatch(/:\d+\.\d+/);
    expect(images).toHaveLength(2);
  });
});

describe('Dockerfile', () => {
  const instructions = DockerfileParser.parse(read('Dockerfile')).getInstructions();
  const froms = instructions.filter((i): i is From => i.getKeyword() === 'FROM');

  it('names a whole version of every base image', () => {
    const stages = froms.map((from) => from.getBuildStage());
    const bases = froms.filter((from) => ![...stages, 'scratch'].includes(from.getImage()));
    expect(bases.length).toBeGreaterThan(1);
    for (const from of bases) expect(from.getImageTag()).toMatch(/^\d+\.\d+\.\d+-/);
  });

  it('runs the Node.js that is tested', () => {
    const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: { node: string } };
    expect(froms.at(-1)?.getImageTag()).toMatch(new RegExp(`^${devDependencies.node.replaceAll('.', '\\.')}-`));
  });

  it('ends with a user that is not root, a health check and the start script', () => {
    const last = instructions.slice(instructions.indexOf(froms.at(-1) as From));
    const said = (keyword: string) => last.find((i) => i.getKeyword() === keyword)?.getArgumentsContent();
    expect(said('USER')).toBe('1000');
    expect(said('HEALTHCHECK')).toContain('/health/ready');
    expect(said('CMD')).toContain('exec');
  });
});
