import {randomUUID} from 'node:crypto'
import {lstatSync, readdirSync, unlinkSync} from 'node:fs'
import {join} from 'node:path'
import {isRunning} from '../disk/running-process.ts'

/** Nobody's file has a name for longer than this without its program being alive. */
const OLD_MS = 3600_000

/** What is written durably has a longer name until it is whole. */
const NAME = /^layerlens-(\d+)-[0-9a-f-]{36}\.tar(?:\.\d+\.tmp)?$/

/** A name that says whose it is, for a program that dies without removing it. */
export function temporaryName(): string {
  return `layerlens-${process.pid}-${randomUUID()}.tar`
}

/** Removes what programs left in `folder` that were killed before they could. Never throws: it is a courtesy. */
export function removeLeftovers(folder: string, now = Date.now()): void {
  for (const name of namesIn(folder)) {
    const pid = NAME.exec(name)?.[1]
    if (pid === undefined || isRunning(Number(pid))) continue
    const path = join(folder, name)
    try {
      const facts = lstatSync(path)
      if (facts.isFile() && now - facts.mtimeMs > OLD_MS) unlinkSync(path)
    } catch {
      // Somebody else's, or gone by now.
    }
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    // Whoever needs the folder is told.
    return []
  }
}
