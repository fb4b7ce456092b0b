import {readFileSync, statSync} from 'node:fs'
import {basename, dirname} from 'node:path'
import {type CheckConfig, NO_CONFIG} from '../image/analysis/budgets/check-config.ts'
import {parseConfig} from '../image/analysis/budgets/config.ts'
import {parseDiveCi} from '../image/analysis/budgets/dive-ci.ts'
import type {DiveRules} from '../image/analysis/budgets/leaf-verdict.ts'
import {LensError} from '../image/oci/error.ts'
import {referenceFrom} from '../sources/reference-from.ts'
import {t} from '../text/translate.ts'

/** What a check goes by, from the files it found or was given. */
export interface CheckFiles {
  readonly config: CheckConfig
  /** the file it came from, null for none */
  readonly configFile: string | null
  readonly diveRules: DiveRules | null
  readonly warnings: readonly string[]
}

const CONFIG_NAMES = ['.layerlens.yaml', '.layerlens.yml']
const DIVE_NAME = '.dive-ci'
/** Nobody writes longer ones, bytes. */
const LARGEST = 1 << 20

/** Reads `.layerlens.yaml` of the working folder, or the file that is named, beside which the images are that it names. Throws `usage` as `readCheckFiles` does. */
export function readConfig(given: string | null): Pick<CheckFiles, 'config' | 'configFile'> {
  const configFile = given ?? CONFIG_NAMES.find(isFile) ?? null
  if (configFile === null) return {config: NO_CONFIG, configFile}
  const config = parseConfig(textOf(configFile), configFile)
  const found = (text: string | null) => text && referenceFrom(dirname(configFile), text)
  // A number is that of layers.
  const base = config.base !== null && /^\d+$/.test(config.base) ? config.base : found(config.base)
  return {config: {...config, base, against: found(config.against)}, configFile}
}

/**
 * Reads `.layerlens.yaml`, else `.dive-ci`, of the working folder or as named. Where both are there the first counts, and a
 * warning says so. Throws `usage` for what can't be read or understood.
 */
export function readCheckFiles(given: {config: string | null; diveCi: string | null}): CheckFiles {
  const {config, configFile} = readConfig(given.config)
  const diveFile = given.diveCi ?? (isFile(DIVE_NAME) ? DIVE_NAME : null)
  if (diveFile === null) return {config, configFile, diveRules: null, warnings: []}
  if (configFile !== null) {
    const both = t`${basename(configFile)} counts; ${diveFile}, which is there too, is passed over.`
    return {config, configFile, diveRules: null, warnings: [both]}
  }
  const diveRules = parseDiveCi(textOf(diveFile), diveFile)
  return {config, configFile: diveFile, diveRules, warnings: diveRules.warnings}
}

function isFile(path: string): boolean {
  return statSync(path, {throwIfNoEntry: false})?.isFile() ?? false
}

function textOf(path: string): string {
  let text: string
  try {
    if (statSync(path).size > LARGEST) throw new LensError('usage', t`${path} is too large for a configuration.`)
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    if (cause instanceof LensError) throw cause
    throw new LensError('usage', t`${path} could not be read.`, {
      cause,
      advice: t`Check that it is there and that you may read it.`,
    })
  }
  return text
}
