import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {LensError} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'
import type {User} from './auth-files.ts'

/** What TLS to one registry should know beyond the system's authorities. */
export interface RegistryCerts {
  /** PEM; trusted besides the system's */
  readonly authorities: readonly Buffer[]
  /** client certificates with their keys, PEM */
  readonly clients: readonly {readonly cert: Buffer; readonly key: Buffer}[]
  /** the folders that something was found in */
  readonly folders: readonly string[]
}

/** Folders of `certs.d` for a host, the user's before the machine's: containers-certs.d(5), and docker's "Verify repository client". */
function certFolders(authority: string, {home, environment}: User): readonly string[] {
  const roots = [
    join(environment.XDG_CONFIG_HOME || join(home, '.config'), 'containers', 'certs.d'),
    join(home, '.docker', 'certs.d'),
    '/etc/containers/certs.d',
    '/etc/docker/certs.d',
  ]
  return roots.map(root => join(root, authority))
}

/**
 * Reads `*.crt` as authorities and `NAME.cert` with `NAME.key` as client certificates from all folders of an authority
 * (HOST or HOST:PORT). Throws `credentials-failed` where a certificate has no key, or one can't be read.
 */
export function readCerts(authority: string, user: User): RegistryCerts {
  const authorities: Buffer[] = []
  const clients: {cert: Buffer; key: Buffer}[] = []
  const folders: string[] = []
  // An authority becomes a part of a path: dots alone would lead out of the folder.
  if (!/^[\w.:[\]-]+$/.test(authority) || /^\.+$/.test(authority)) return {authorities, clients, folders}
  for (const folder of certFolders(authority, user)) {
    const names = namesIn(folder)
    if (names.length === 0) continue
    folders.push(folder)
    for (const name of names) {
      if (name.endsWith('.crt')) authorities.push(read(join(folder, name)))
      if (!name.endsWith('.cert')) continue
      const keyName = name.replace(/\.cert$/, '.key')
      if (!names.includes(keyName)) throw unpaired(join(folder, name), keyName)
      clients.push({cert: read(join(folder, name)), key: read(join(folder, keyName))})
    }
  }
  return {authorities, clients, folders}
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    // Not there, or not ours to see: then it says nothing about this registry.
    return []
  }
}

function read(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (cause) {
    throw new LensError('credentials-failed', t`${path} can't be read.`, {
      cause,
      advice: t`See whom it belongs to: ls -l; a client key is often readable by root alone.`,
    })
  }
}

function unpaired(path: string, keyName: string): LensError {
  return new LensError('credentials-failed', t`${path} has no key beside it.`, {
    advice: t`Put its key there as ${keyName}; an authority to be trusted ends in .crt instead.`,
  })
}
