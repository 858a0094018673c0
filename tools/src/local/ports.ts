import { defaultPorts, type ServiceName } from '@throughline/contracts';

/** The port of a service on one machine; `THROUGHLINE_<SERVICE>_PORT` sets another, 0 takes any free one. */
export function defaultPort(service: ServiceName): number {
  const name = `THROUGHLINE_${service.replace('-', '_').toUpperCase()}_PORT`;
  const given = process.env[name];
  if (given === undefined) return defaultPorts[service];
  const port = Number(given);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`${name} is '${given}': expected a port from 0 to 65535.`);
  return port;
}
