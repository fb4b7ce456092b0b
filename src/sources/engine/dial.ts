import {Agent} from 'node:http'
import {Agent as HttpsAgent} from 'node:https'
import {inspect} from 'node:util'
import Dockerode from 'dockerode'
import type {Endpoint} from './endpoint.ts'
import {SshAgent} from './ssh-agent.ts'

/** dockerode's own types leave the agent out; docker-modem takes it. */
type Options = Dockerode.DockerOptions & {readonly agent: Agent}

/** dockerode's connection to an engine. Nothing is asked of it yet. */
export function dial(endpoint: Endpoint): Dockerode['modem'] {
  // dockerode has ideas of its own about the environment, which may name another engine, or certificates that aren't there.
  const {DOCKER_HOST} = process.env
  delete process.env.DOCKER_HOST
  try {
    const options = optionsOf(endpoint)
    inBrief(options.agent)
    return new Dockerode(options).modem
  } finally {
    if (DOCKER_HOST !== undefined) process.env.DOCKER_HOST = DOCKER_HOST
  }
}

/** As Node's own agents, but what arrives while nobody takes it may be more: it is then taken in large pieces. */
const CONNECTIONS = {keepAlive: true, scheduling: 'lifo', timeout: 5000, highWaterMark: 1 << 20} as const

/**
 * docker-modem describes each request in a text for its own log, whether that is kept or not, with all connections and waiting
 * requests of its agent: where hundreds of images are asked about at once, more than the requests themselves take.
 */
function inBrief(agent: Agent): void {
  Object.defineProperty(agent, inspect.custom, {value: () => 'Agent'})
}

function optionsOf(endpoint: Endpoint): Options {
  switch (endpoint.kind) {
    case 'unix':
    case 'npipe':
      return {socketPath: endpoint.path, agent: new Agent(CONNECTIONS)}
    case 'ssh':
      return {host: 'docker', protocol: 'http', agent: new SshAgent(endpoint)}
    case 'tcp': {
      const {host, port, tls} = endpoint
      if (tls === null) return {host, port, protocol: 'http', agent: new Agent(CONNECTIONS)}
      const {ca, cert, key, skipVerify} = tls
      const material = {...(ca && {ca}), ...(cert && {cert}), ...(key && {key})}
      return {
        host,
        port,
        protocol: 'https',
        agent: new HttpsAgent({...CONNECTIONS, ...material, rejectUnauthorized: !skipVerify}),
      }
    }
  }
}
