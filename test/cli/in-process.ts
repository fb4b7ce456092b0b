import {randomUUID} from 'node:crypto'
import {rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {CommandName} from '../../src/cli/command-names.ts'
import {exitCodeOf, failureText} from '../../src/cli/failure.ts'
import {runCommand} from '../../src/cli/run.ts'
import {type Failure, LensError, toFailure} from '../../src/image/oci/error.ts'
import {analyseImage} from '../../src/operations/analyse-image.ts'
import {compareContents} from '../../src/operations/compare-contents.ts'
import {comparePackages} from '../../src/operations/comparison/compare-packages.ts'
import {compareWhole} from '../../src/operations/comparison/settle-contents.ts'
import {loadImage} from '../../src/operations/load-image.ts'
import {findOpportunities} from '../../src/operations/sharing/find-opportunities.ts'
import {WorkerPool} from '../../src/operations/worker/pool.ts'
import type {User} from '../../src/sources/docker-config/auth-files.ts'
import {Engines} from '../../src/sources/engine/engines.ts'
import {Registries} from '../../src/sources/registry/registries.ts'
import {resolveReference} from '../../src/sources/resolve.ts'
import {Store} from '../../src/sources/store/store.ts'
import {DEMO} from './program.ts'

export interface Answer {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** what it ended with, where that was no answer */
  readonly failure: Failure | null
}

/** What answers nowhere: these commands are asked about files. */
const NO_ENGINE = 'unix:///nowhere/docker.sock'

/**
 * Runs commands as the program does, without starting it anew for each: for the many of a table. What a process does (signals,
 * pipes, terminals) is for `layerlens`. Close it after use.
 */
export class Commands {
  private readonly pool = new WorkerPool(new URL('../../dist/worker.js', import.meta.url), 2)
  private readonly user: User
  /** what the next command reads on standard input */
  input = ''
  /** one of its own, which is made when something is written into it */
  readonly store = new Store(join(tmpdir(), `layerlens-test-store-${process.pid}-${randomUUID()}`))

  /** of somebody who has no logins; what is written there goes with it */
  private readonly emptyHome = join(tmpdir(), `layerlens-test-home-${process.pid}-${randomUUID()}`)
  private readonly engines: () => Engines

  /** `home`: of the user whose logins and certificates are taken; by default one who has none. `host`: of an engine. */
  constructor(home?: string, host = NO_ENGINE) {
    this.engines = () => new Engines({host, env: {}, home: '/nowhere', uid: null})
    this.user = {home: home ?? this.emptyHome, environment: {PATH: process.env.PATH}}
  }

  async run(name: CommandName, ...argv: readonly string[]): Promise<Answer> {
    let [stdout, stderr] = ['', '']
    const signal = new AbortController().signal
    const context = {signal, progress: () => {}}
    const registries = new Registries({user: this.user, plainHttp: argv.includes('--plain-http')})
    const err = (text: string) => {
      stderr += text
    }
    try {
      const code = await runCommand(name, argv, {
        signal,
        err,
        now: Date.now(),
        sourceDateEpoch: null,
        columns: null,
        showsProgress: false,
        cacheFolder: null,
        cacheLimit: 2 ** 31,
        silences: [],
        screenOptions: [],
        out: async text => {
          stdout += text
        },
        outBytes: async bytes => {
          stdout += Buffer.from(bytes).toString('latin1')
        },
        registries,
        user: this.user,
        input: async () => this.input,
        ask: async () => {
          throw new LensError('usage', 'There is no terminal.', {advice: '--password-stdin'})
        },
        resolve: (reference, platform) =>
          resolveReference(reference, {
            hostArchitecture: 'amd64',
            context,
            registries,
            store: this.store,
            ...(platform === null ? {} : {platform}),
          }),
        explore: async () => 0,
        engine: () => this.engines().find(null, signal),
        engines: this.engines(),
        store: this.store,
        demo: DEMO,
        stdin: null,
        compare: (before, after, how) => compareWhole(before, after, {pool: this.pool, context, ...how}),
        packages: compared => comparePackages(compared, context),
        opportunities: loaded => findOpportunities(loaded, {pool: this.pool, context}),
        compareContents: (files, versions) => compareContents(files, versions, {pool: this.pool, context}),
        analyse: (loaded, how) => analyseImage(loaded, {pool: this.pool, context, ...how}),
        load: (image, how) => loadImage(image, {pool: this.pool, cacheFolder: null, context, partial: false, ...how}),
      })
      return {code, stdout, stderr, failure: null}
    } catch (error) {
      const failure = toFailure(error)
      err(failureText(failure, false))
      return {code: exitCodeOf(error), stdout, stderr, failure}
    } finally {
      await registries.close()
    }
  }

  close(): Promise<void> {
    for (const folder of [this.store.folder, this.emptyHome]) rmSync(folder, {recursive: true, force: true})
    return this.pool.close()
  }
}
