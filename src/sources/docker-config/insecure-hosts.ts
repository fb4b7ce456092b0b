import {readFileSync} from 'node:fs'
import {BlockList, isIP} from 'node:net'
import {join} from 'node:path'
import type {User} from './auth-files.ts'

/**
 * Registries that this machine's Docker may ask without TLS: `insecure-registries` of its daemon.json, the machine's and that of
 * a rootless engine. Listed as HOST[:PORT], or by a network (CIDR) that an address lies in; nothing here looks up names.
 */
export function insecureRegistries(
  {home, environment}: User,
  machine = '/etc/docker/daemon.json',
): (authority: string) => boolean {
  const own = join(environment.XDG_CONFIG_HOME || join(home, '.config'), 'docker', 'daemon.json')
  const listed = [machine, own].flatMap(listedIn)
  const hosts = new Set(listed)
  const networks = new BlockList()
  for (const entry of listed) addNetwork(networks, entry)
  return authority => {
    const address = authority.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
    const family = isIP(address)
    return hosts.has(authority) || (family !== 0 && networks.check(address, family === 4 ? 'ipv4' : 'ipv6'))
  }
}

function addNetwork(networks: BlockList, entry: string): void {
  const [, address = '', bits = ''] = /^([0-9a-f.:]+)\/(\d{1,3})$/i.exec(entry) ?? []
  const family = isIP(address)
  if (family === 0 || Number(bits) > (family === 4 ? 32 : 128)) return
  networks.addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6')
}

function listedIn(path: string): readonly string[] {
  try {
    const {'insecure-registries': listed} = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
    if (!Array.isArray(listed)) return []
    return listed.filter((host): host is string => typeof host === 'string')
  } catch {
    // Not there, not ours to read or damaged: the engine says so itself; TLS is what is left.
    return []
  }
}
