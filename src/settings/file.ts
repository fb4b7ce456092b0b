import {readFileSync, statSync} from 'node:fs'
import {isAbsolute, join} from 'node:path'
import type {WrittenValue} from '../image/analysis/configuration/written-value.ts'
import {LensError} from '../image/oci/error.ts'

export interface SettingsFile {
  readonly path: string
  readonly isThere: boolean
}

/**
 * Where the configuration is, or would be: what LAYERLENS_CONFIG names, else `layerlens/config.yaml` in the folder that the XDG
 * Base Directory Specification says. Throws `usage` where a file was named that isn't there.
 */
export function settingsFile(environment: Readonly<Record<string, string | undefined>>, home: string): SettingsFile {
  const {LAYERLENS_CONFIG: named, XDG_CONFIG_HOME: folder} = environment
  if (named) {
    if (statSync(named, {throwIfNoEntry: false}) !== undefined) return {path: named, isThere: true}
    throw new LensError('usage', `${named} is not there, which LAYERLENS_CONFIG names.`)
  }
  // What is not absolute is to be passed over, says the specification.
  const path = join(folder && isAbsolute(folder) ? folder : join(home, '.config'), 'layerlens', 'config.yaml')
  return {path, isThere: statSync(path, {throwIfNoEntry: false})?.isFile() ?? false}
}

/** Nobody writes longer ones, bytes. */
const LARGEST = 1 << 20

/** Reads it. Throws `usage` for what can't be read or is no YAML, whatever its keys are. */
export async function readSettingsFile(path: string, home: string): Promise<WrittenValue> {
  let text: string
  try {
    if (statSync(path).size > LARGEST) throw new LensError('usage', `${path} is too large for a configuration.`)
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    if (cause instanceof LensError) throw cause
    throw new LensError('usage', `${path} could not be read.`, {cause, advice: 'Check that you may read it.'})
  }
  const name = path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path
  // Reading YAML takes a library that a start without a configuration does not pay for.
  const {readConfiguration} = await import('../image/analysis/configuration/written-value.ts')
  return readConfiguration(text, name)
}
