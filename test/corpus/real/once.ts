import {existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'

/**
 * Makes a folder of the cache unless it is there, and resolves to its path. It is filled under another name and renamed, so a
 * folder that is there is whole; of several processes that want it at once one makes it and the others wait.
 */
export async function once(cache: string, name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(cache, name)
  mkdirSync(cache, {recursive: true})
  while (!existsSync(folder)) {
    if (!lock(`${folder}.lock`)) {
      await pause(100)
      continue
    }
    const making = `${folder}.making`
    try {
      if (existsSync(folder)) break
      rmSync(making, {recursive: true, force: true})
      mkdirSync(making)
      await make(making)
      renameSync(making, folder)
    } finally {
      rmSync(making, {recursive: true, force: true})
      rmSync(`${folder}.lock`, {force: true})
    }
  }
  return folder
}

/** Takes a lock file that holds our process id; one whose process is gone is taken over. */
function lock(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), {flag: 'wx'})
    return true
  } catch {
    const owner = readOwner(path)
    if (owner !== null && !isAlive(owner)) rmSync(path, {force: true})
    return false
  }
}

/** null: gone, or not written yet */
function readOwner(path: string): number | null {
  try {
    return Number(readFileSync(path, 'utf8')) || null
  } catch {
    return null
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
