import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterAll} from 'vitest'
import {LensError} from '../../../src/image/oci/error.ts'
import type {Clock} from '../../../src/sources/registry/clock.ts'
import {Registries} from '../../../src/sources/registry/registries.ts'

/** A clock whose waiting takes no time; it tells what was waited for. */
export class QuickClock implements Clock {
  readonly waits: number[] = []
  private ahead = 0

  now(): number {
    return Date.now() + this.ahead
  }

  random(): number {
    return 0.5
  }

  async sleep(ms: number): Promise<void> {
    this.waits.push(ms)
    this.ahead += ms
  }

  /** Lets time go by. */
  pass(ms: number): void {
    this.ahead += ms
  }
}

export interface ClientsOptions {
  /** files below the user's home: path → content */
  readonly files?: Readonly<Record<string, string | Uint8Array>>
  readonly environment?: NodeJS.ProcessEnv
  readonly clock?: Clock
  readonly plainHttp?: boolean
}

/** What the tests of this file made. Tests make them while they run, when it is too late to ask for anything to be done after. */
const homes: string[] = []
const opened: Registries[] = []

afterAll(async () => {
  await Promise.all(opened.splice(0).map(registries => registries.close()))
  for (const home of homes.splice(0)) rmSync(home, {recursive: true, force: true})
})

/** Registries as a user with this home would have them; closed after the tests of this file. */
export function registriesOf({
  files = {},
  environment = {},
  clock,
  plainHttp = false,
}: ClientsOptions = {}): Registries {
  const home = homeWith(files)
  const registries = new Registries({
    user: {home, environment: {PATH: process.env.PATH, ...environment}},
    plainHttp,
    ...(clock === undefined ? {} : {clock}),
  })
  opened.push(registries)
  return registries
}

/** A home folder with these files in it, gone after the tests of this file. */
export function homeWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const home = mkdtempSync(join(tmpdir(), 'layerlens-home-'))
  homes.push(home)
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(home, path)), {recursive: true})
    writeFileSync(join(home, path), content)
  }
  return home
}

/** docker's config with one login. */
export function loginConfig(host: string, {username, password}: {username: string; password: string}): string {
  const auth = Buffer.from(`${username}:${password}`).toString('base64')
  return JSON.stringify({auths: {[host]: {auth}}})
}

export const never = new AbortController().signal

/** The LensError that something ends in. */
export async function failing(work: Promise<unknown>): Promise<LensError> {
  const thrown = await work.then(
    () => null,
    (error: unknown) => error,
  )
  if (thrown instanceof LensError) return thrown
  throw thrown ?? new Error('it did not fail')
}
