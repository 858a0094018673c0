import type { Socket } from 'node:net';
import { type Connection, connectionPrototype, KafkaJSConnectionClosedError } from './kafkajs-internals.ts';

/** A connection that is given up waits this long, in milliseconds, for the answers that are under way. */
const patienceMs = 1_000;
/** An answer begins with its length: so many bytes have to be there first. */
const lengthBytes = 4;

const opening = new WeakMap<Connection, Promise<boolean>>();
const ending = new WeakMap<Connection, Promise<boolean>>();

const { connect, disconnect } = connectionPrototype;

/**
 * Makes every connection of this process begin and end cleanly.
 *
 * kafkajs keeps what it has read of an answer when the line breaks in the middle of it, and takes what the next line
 * brings for the rest: no request of that connection is answered ever again. And two who connect at the same time make
 * two sockets, of which each ends the other. Here a connection begins with nothing read, once for all who want it.
 *
 * At the end kafkajs waits for the answers under way for as long as requests take to time out, and meanwhile everybody
 * who wants new metadata waits for it: a broker that vanishes without a word holds up the reading of all others. Here
 * what is not answered soon counts as lost, as if the connection had broken; and the socket goes at once, so that nothing
 * of it is taken for an answer of the next one.
 */
export function mendConnections(): void {
  connectionPrototype.connect = function (this: Connection) {
    const under = opening.get(this);
    if (under) return under;
    if (this.isConnected() && !ending.has(this)) return Promise.resolve(true);
    const opened = open(this).finally(() => opening.delete(this));
    opening.set(this, opened);
    return opened;
  };
  connectionPrototype.disconnect = function (this: Connection) {
    const under = ending.get(this);
    if (under) return under;
    const ended = end(this, this.socket).finally(() => ending.delete(this));
    ending.set(this, ended);
    return ended;
  };
}

async function open(connection: Connection): Promise<boolean> {
  await ending.get(connection);
  Object.assign(connection, { chunks: [], bytesBuffered: 0, bytesNeeded: lengthBytes });
  return connect.call(connection);
}

async function end(connection: Connection, socket: Socket | undefined): Promise<boolean> {
  const { host, port } = connection;
  const lost = new KafkaJSConnectionClosedError('The connection was given up', { host, port });
  const late = setTimeout(() => connection.rejectRequests(lost), patienceMs);
  try {
    return await disconnect.call(connection);
  } finally {
    clearTimeout(late);
    socket?.destroy();
  }
}
