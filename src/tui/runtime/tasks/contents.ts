import {opportunitySentence} from '../../../image/analysis/sharing/opportunities.ts'
import type {LoadedImage} from '../../../operations/load-image.ts'
import {t} from '../../../text/translate.ts'
import type {JobPart} from '../../app/jobs/job.ts'
import type {ContentsFound} from '../../app/jobs/outcome.ts'
import type {ContentsTask} from '../../app/jobs/task.ts'
import type {JobContext} from '../ports.ts'
import {contextOf, type TaskWorld} from './task-world.ts'

/** Reads images one after the other, each a part of the job, and looks for what they store more than once. */
export async function contents(
  {references}: ContentsTask,
  context: JobContext,
  world: TaskWorld,
): Promise<ContentsFound> {
  const {signal, say, progress} = context
  const parts: JobPart[] = references.map(id => ({id, phase: 'waiting', done: 0, total: null}))
  const tell = (place: number, part: Partial<JobPart>) => {
    parts[place] = {...parts[place]!, ...part}
    progress({label: '', done: parts.reduce((sum, {done}) => sum + done, 0), total: null, parts: [...parts]})
  }
  const loaded: LoadedImage[] = []
  for (const [place, reference] of references.entries()) {
    tell(place, {phase: 'moving'})
    const image = await world.open(reference, contextOf(context))
    const read = await world.load(image, {
      signal,
      progress: ({done, total}) => tell(place, {done, total: total ?? null}),
    })
    for (const {layer, message} of read.faults) say(t`${reference}: layer ${layer} is left out. ${message}`)
    loaded.push(read)
    tell(place, {phase: 'done'})
  }
  const found = await world.opportunities(loaded, {
    signal,
    progress: ({done, total}) => progress({label: t`comparing`, done, total: total ?? null, parts}),
  })
  for (const each of found) say(`${opportunitySentence(each)}.`)
  return {kind: 'contents', images: references, found}
}
