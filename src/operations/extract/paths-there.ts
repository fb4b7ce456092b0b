import type {Dirent} from 'node:fs'
import {opendir, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {printable} from '../../text/printable.ts'
import {fromHome} from './home-folder.ts'

/** Nobody finds anything by what is suggested in a folder with more than this. */
const MOST = 5000

/**
 * What is in a folder, as one would type it: `folder` (as it was typed, up to its slash; '' for the one that the program runs in)
 * with each name, folders with a slash behind them, those that begin with a dot last. Nothing where it can't be read, and no
 * names that a line can't show.
 */
export async function pathsThere(
  folder: string,
  only: 'files' | 'folders',
  {home, signal}: {readonly home: string; readonly signal: AbortSignal},
): Promise<readonly string[]> {
  const place = fromHome(folder, home) || '.'
  const paths: string[] = []
  try {
    let looked = 0
    for await (const entry of await opendir(place)) {
      if (++looked > MOST || signal.aborted) break
      if (printable(entry.name) !== entry.name) continue
      const isFolder = await leadsToFolder(entry, place)
      if (isFolder || only === 'files') paths.push(`${folder}${entry.name}${isFolder ? '/' : ''}`)
    }
  } catch {
    return []
  }
  const isHidden = (path: string) => path.startsWith('.', folder.length)
  return paths.sort((a, b) => Number(isHidden(a)) - Number(isHidden(b)) || (a < b ? -1 : 1))
}

async function leadsToFolder(entry: Dirent, place: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory()
  return stat(join(place, entry.name)).then(
    found => found.isDirectory(),
    () => false,
  )
}
