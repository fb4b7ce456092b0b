import {corpusImage} from '../corpus/real/corpus.ts'
import {DEMO, type DrivenApp, type DriveOptions, driveApp} from '../drive/drive.ts'
import type {TestEngine} from './engines.ts'

/** Fills an engine with three images of four tags: corpus-base:1, corpus/steps:1 and corpus/committed:1 on it. */
export async function withCorpus({run}: TestEngine): Promise<void> {
  await run('load', '--quiet', '--input', (await corpusImage('docker save of several, the commit')).path)
}

/** Home on an engine that holds the corpus, its lists there. */
export function atHome<T>(
  host: string,
  use: (app: DrivenApp) => Promise<T>,
  options: Partial<DriveOptions> = {},
): Promise<T> {
  return driveApp(DEMO, {home: true, ...options, env: {DOCKER_HOST: host, ...options.env}}, async app => {
    await app.waitFor('corpus-base:1')
    // What the images share comes a moment later, and until then the list is not asked for once more.
    await app.until(() => isListed(app), 'a list that is whole')
    return use(app)
  })
}

function isListed({state}: DrivenApp): boolean {
  const home = state?.contexts[0]
  return home?.kind === 'home' && home.session === null && home.listing !== null
}

/** Keys that type a text. */
export const keysFor = (text: string) => [...text].map(character => (character === ' ' ? 'space' : character))

/** Types over what stands in the field. */
export async function retype(app: DrivenApp, text: string): Promise<void> {
  await app.press('ctrl+u', ...keysFor(text))
  await app.waitFor(text)
}

/** Filters the list to the one image that a text finds. */
export async function toImage(app: DrivenApp, text: string): Promise<void> {
  await app.press('/', 'ctrl+u', ...keysFor(text))
  await app.until(() => filterOf(app) === text, `the filter ${text}`)
  await app.waitFor(/1 of \d+ images/)
  await app.press('enter')
}

function filterOf({state}: DrivenApp): string | null {
  const home = state?.contexts[0]
  return home?.kind === 'home' ? home.lists.images.filter : null
}

/** Tags the image under the cursor and pushes it, from one form. */
export async function tagAndPush(app: DrivenApp, name: string): Promise<void> {
  await app.press('t')
  await app.waitFor('push it then')
  await retype(app, name)
  await app.press('tab', 'space')
  await app.waitFor('tag and push')
  await app.press('enter')
}

/** Waits until the jobs, the oldest first, have all ended in these states. */
export async function jobsAre(app: DrivenApp, ...states: readonly string[]): Promise<void> {
  const stand = () => app.state?.jobs.map(({state, ended}) => (ended === null ? 'running' : state)).join() ?? ''
  await app.until(() => stand() === states.join(), `jobs that are ${states}`)
}

/** Waits until home lists an image of this name, or lists it no more. */
export async function listed(app: DrivenApp, tag: string, isThere = true): Promise<void> {
  await app.until(
    () => {
      const home = app.state?.contexts[0]
      if (home?.kind !== 'home' || home.session !== null) return false
      return (home.listing?.images.some(({tags}) => tags.includes(tag)) ?? false) === isThere
    },
    `${isThere ? 'a' : 'no'} ${tag} in the list`,
  )
}

/** Waits until the newest job has ended as it should. */
export async function newestJob(app: DrivenApp, state: 'done' | 'failed' | 'cancelled', title: string): Promise<void> {
  await app.until(() => {
    const job = app.state?.jobs.at(-1)
    return job?.title === title && job.state === state && job.ended !== null
  }, `${title}: ${state}`)
}
