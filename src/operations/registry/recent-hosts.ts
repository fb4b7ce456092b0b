import {mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import type {User} from '../../sources/docker-config/auth-files.ts'

/** More than these nobody looks through. */
const KEPT = 20

/** The registries that images went to, the last one first; empty where none is known. */
export function recentHosts(user: User): readonly string[] {
  try {
    return readFileSync(pathOf(user), 'utf8')
      .split('\n')
      .filter(line => line !== '')
      .slice(0, KEPT)
  } catch {
    // It is a comfort: without it the list is shorter.
    return []
  }
}

/** Keeps a registry as the last one. Where that can't be written nothing is lost that matters. */
export function keepRecentHost(user: User, host: string): void {
  const before = recentHosts(user)
  if (before[0] === host) return
  const path = pathOf(user)
  const temporary = `${path}.${process.pid}.tmp`
  try {
    mkdirSync(dirname(path), {recursive: true, mode: 0o700})
    const hosts = [host, ...before.filter(each => each !== host)].slice(0, KEPT)
    writeFileSync(temporary, hosts.map(each => `${each}\n`).join(''), {mode: 0o600})
    renameSync(temporary, path)
  } catch {
    // As above.
  }
}

/** XDG Base Directory Specification: what is kept between starts, and is no setting. */
function pathOf({home, environment}: User): string {
  return join(environment.XDG_STATE_HOME || join(home, '.local', 'state'), 'layerlens', 'registries')
}
