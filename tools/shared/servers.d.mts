/** Servers that the environment names, the embedded ones, or those of docker-compose.yml. */
export type Servers = 'given' | 'embedded' | 'docker';
/** Servers of one's own first, then the embedded ones; a Docker engine only where there is no JDK. */
export function serversFrom(there: Record<'given' | 'jdk' | 'docker', () => boolean>): Servers;
/** As this machine and its environment are. */
export function serversHere(env?: NodeJS.ProcessEnv): Servers;
