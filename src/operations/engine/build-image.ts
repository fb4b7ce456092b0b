import {mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {EngineInfo} from '../../sources/engine/engine.ts'
import {clientOf, runWithTerminal} from './run-container.ts'

/** What a build ended with. */
export interface Built {
  /** the client's exit code */
  readonly code: number
  /** of the image; null where none came into the engine */
  readonly id: string | null
}

/**
 * Builds with the engine's own client, which is given these arguments as they are; what it says goes to standard error. Throws
 * `not-found` where it isn't installed.
 */
export async function buildImage(info: EngineInfo, args: readonly string[]): Promise<Built> {
  const folder = await mkdtemp(join(tmpdir(), 'layerlens-build-'))
  try {
    const given = idFileIn(args)
    const file = given ?? join(folder, 'id')
    const told = given === null ? ['--iidfile', file] : []
    const code = await runWithTerminal([...clientOf(info), 'build', ...told, ...args], {out: 'stderr'})
    const id = code === 0 ? await readFile(file, 'utf8').catch(() => '') : ''
    return {code, id: /^(?:sha256:)?[0-9a-f]{64}$/.test(id.trim()) ? id.trim() : null}
  } finally {
    await rm(folder, {recursive: true, force: true})
  }
}

function idFileIn(args: readonly string[]): string | null {
  const at = args.indexOf('--iidfile')
  const inline = args.find(argument => argument.startsWith('--iidfile='))
  return inline?.slice('--iidfile='.length) ?? (at >= 0 ? (args[at + 1] ?? null) : null)
}
