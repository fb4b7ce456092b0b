import type {RepositoryName} from '../../image/oci/remote-name.ts'
import {readAuthFiles, type User} from '../docker-config/auth-files.ts'
import type {RegistryCerts} from '../docker-config/certs.ts'
import type {Credentials} from '../docker-config/credential-types.ts'
import {type FoundCredentials, findCredentials} from '../docker-config/credentials.ts'
import {insecureRegistries} from '../docker-config/insecure-hosts.ts'
import {type Clock, SYSTEM_CLOCK} from './clock.ts'
import {endpointOf} from './endpoint.ts'
import {Http} from './http.ts'
import type {ProxyAddress} from './proxies.ts'
import {RegistryClient} from './registry-client.ts'

export interface RegistriesOptions {
  readonly user: User
  /** `--plain-http` */
  readonly plainHttp: boolean
  readonly clock?: Clock
}

/** Every registry that this program talks to, each with one client: what it learnt of one (tokens, TLS, connections) is kept. */
export class Registries {
  private readonly options: RegistriesOptions
  private readonly http: Http
  private readonly clients = new Map<string, RegistryClient>()

  constructor(options: RegistriesOptions) {
    this.options = options
    this.http = new Http(options.user)
  }

  /** `host`: as in references. */
  clientOf(host: string): RegistryClient {
    const known = this.clients.get(host)
    if (known !== undefined) return known
    const client = this.makeClient(host, async path => (await this.credentialsOf({host, path}))?.credentials ?? null)
    this.clients.set(host, client)
    return client
  }

  /** A client that shows these credentials whatever is kept, and is not kept itself: to try them. */
  trial(host: string, credentials: Credentials): RegistryClient {
    return this.makeClient(host, async () => credentials)
  }

  private makeClient(host: string, credentials: (path: string | null) => Promise<Credentials | null>): RegistryClient {
    return new RegistryClient({
      endpoint: endpointOf(host, {plainHttp: this.options.plainHttp, insecure: insecureRegistries(this.options.user)}),
      http: this.http,
      clock: this.options.clock ?? SYSTEM_CLOCK,
      credentials,
    })
  }

  /** What is kept for a registry and where; null where nothing is. */
  credentialsOf(name: Pick<RepositoryName, 'host'> & {readonly path: string | null}): Promise<FoundCredentials | null> {
    const {user} = this.options
    return findCredentials(readAuthFiles(user), name, user.environment)
  }

  /** What certs.d has for an authority (HOST[:PORT]). */
  certsOf(authority: string): RegistryCerts {
    return this.http.certsOf(authority)
  }

  /** The proxy that an address is asked through; null where it is asked directly. Throws as `proxyFor` does. */
  proxyFor(url: URL): ProxyAddress | null {
    return this.http.proxyFor(url)
  }

  /** What was learnt of a registry is learnt anew: who we are there has changed. */
  forget(host: string): void {
    this.clients.delete(host)
  }

  /** Ends all connections. */
  close(): Promise<void> {
    this.clients.clear()
    return this.http.close()
  }
}
