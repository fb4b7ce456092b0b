import {parseRegistryHost} from '../../image/oci/remote-name.ts'
import {readAuthFiles, type User} from '../../sources/docker-config/auth-files.ts'
import {hostOfKey} from '../../sources/docker-config/credentials.ts'
import {recentHosts} from './recent-hosts.ts'

/** A registry that this machine has had to do with. */
export interface KnownHost {
  readonly host: string
  /** somebody is logged in there */
  readonly login: boolean
  /** images were brought there by this program */
  readonly recent: boolean
}

/** Where somebody is logged in, by docker's config and podman's, and where images went lately. Throws what reading the files throws. */
export function knownHosts(user: User): readonly KnownHost[] {
  const logins = new Set<string>()
  for (const {config} of readAuthFiles(user)) {
    for (const key of [...Object.keys(config.auths), ...Object.keys(config.credHelpers)]) {
      const host = asHost(hostOfKey(key))
      if (host !== null) logins.add(host)
    }
  }
  const recent = new Set(recentHosts(user).flatMap(host => asHost(host) ?? []))
  const all = new Set([...logins, ...recent])
  return [...all].map(host => ({host, login: logins.has(host), recent: recent.has(host)}))
}

function asHost(text: string): string | null {
  try {
    return parseRegistryHost(text)
  } catch {
    // A file that somebody else wrote may hold anything.
    return null
  }
}
