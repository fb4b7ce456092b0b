import {type ChildProcessWithoutNullStreams, spawn} from 'node:child_process'
import {Agent, type ClientRequestArgs} from 'node:http'
import {Duplex} from 'node:stream'
import type {Endpoint} from './endpoint.ts'

/**
 * Connections to an engine behind ssh, as the docker command makes them: the ssh program (with the user's own config, keys and
 * known hosts) runs `docker system dial-stdio` over there, and its standard streams are the connection.
 */
export class SshAgent extends Agent {
  private readonly endpoint: Endpoint & {kind: 'ssh'}

  constructor(endpoint: Endpoint & {kind: 'ssh'}) {
    super({keepAlive: false})
    this.endpoint = endpoint
  }

  override createConnection(_options: ClientRequestArgs): Duplex {
    return new Dialled(spawn('ssh', sshArguments(this.endpoint)))
  }
}

/** The arguments of ssh. `--` keeps a host from being taken for an option. */
export function sshArguments({user, host, port}: Endpoint & {kind: 'ssh'}): string[] {
  return [
    ...(user === null ? [] : ['-l', user]),
    ...(port === null ? [] : ['-p', String(port)]),
    // Nobody is there to answer a question: the terminal shows something else.
    ...['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=30', '-T'],
    ...['--', host, 'docker', 'system', 'dial-stdio'],
  ]
}

/** Words of ssh that are kept for its error, characters. */
const WORDS = 4096

/** The streams of a program as one. It ends when the program did: only then it is known whether something went wrong. */
class Dialled extends Duplex {
  private readonly child: ChildProcessWithoutNullStreams

  constructor(child: ChildProcessWithoutNullStreams) {
    super()
    this.child = child
    let words = ''
    child.stderr.setEncoding('utf8').on('data', text => {
      if (words.length < WORDS) words += text
    })
    child.stdout.on('data', chunk => {
      if (!this.push(chunk)) child.stdout.pause()
    })
    // A program that is gone breaks the pipe; why it is gone is told when it closes.
    child.stdin.on('error', () => {})
    child.once('error', error => this.destroy(error))
    child.once('close', code => {
      if (code === 0) this.push(null)
      else this.destroy(new Error(words.trim().split('\n').at(-1) || `ssh ended with ${code}`))
    })
  }

  override _read(): void {
    this.child.stdout.resume()
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: () => void): void {
    this.child.stdin.write(chunk, () => done())
  }

  override _final(done: () => void): void {
    this.child.stdin.end(() => done())
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.child.kill()
    done(error)
  }

  // Node's client asks its connections for what only sockets have.
  setKeepAlive(): this {
    return this
  }
  setNoDelay(): this {
    return this
  }
  setTimeout(): this {
    return this
  }
  ref(): this {
    return this
  }
  unref(): this {
    return this
  }
}
