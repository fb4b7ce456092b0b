import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import {wrap} from '../../../text/wrap.ts'
import type {Tone} from '../home/table.ts'
import {clientName} from '../jobs/client-words.ts'
import type {Job, JobPart, PartPhase} from '../jobs/job.ts'
import {keyFor} from '../key-for.ts'
import type {State} from '../state.ts'
import {isRetrying, jobAmount, jobSeconds, jobShare, jobSpeed, jobTime, STATE_TONES, STATE_WORDS} from './job-facts.ts'
import {durationText} from './time-text.ts'

/** A line of a job's page: a text, or a part with a bar. Printable, and no wider than was asked for. */
export type JobLine =
  | {readonly kind: 'text'; readonly text: string; readonly tone: Tone | 'heading'}
  | {
      readonly kind: 'part'
      readonly id: string
      /** 0 to 1; null where it is not known */
      readonly share: number | null
      readonly amount: string
      readonly word: string
      readonly tone: Tone
    }

const PHASES: Readonly<Record<PartPhase, readonly [word: string, tone: Tone]>> = {
  waiting: [t`waiting`, 'quiet'],
  retrying: [t`trying again`, 'busy'],
  moving: ['', 'busy'],
  unpacking: [t`unpacking`, 'busy'],
  done: [t`done`, 'good'],
  exists: [t`already there`, 'good'],
  mounted: [t`mounted`, 'good'],
}

const BLANK: JobLine = {kind: 'text', text: '', tone: 'plain'}

/** All about a job, laid out for so many columns: how it is, why it failed, its pieces, what was said. */
export function jobLines(state: State, job: Job, columns: number): readonly JobLine[] {
  const {unicode} = state.capabilities
  const ascii = !unicode
  const say = (text: string, tone: Tone | 'heading', keepLines = false): JobLine[] =>
    wrap(printable(text, {lines: keepLines, ascii}), Math.max(10, columns), {indent: keepLines ? '' : '  '}).map(
      line => ({kind: 'text', text: line, tone}),
    )
  const {failure, progress, log} = job
  return [
    ...say(howItIs(job, unicode, state.now), STATE_TONES[job.state]),
    ...(tellsNothing(state, job)
      ? [BLANK, ...say(t`Podman does not tell how far a push is, only when it is done.`, 'plain')]
      : []),
    ...(failure === null
      ? []
      : [
          BLANK,
          ...say(failure.message, 'problem', true),
          ...(job.loggedIn
            ? [BLANK, ...say(t`You are logged in there now: ${keyFor(state, 'retry-job')} tries again.`, 'good')]
            : failure.advice === null
              ? []
              : [BLANK, ...say(failure.advice, 'plain', true)]),
        ]),
    // Engines keep the reason to themselves until they give up.
    ...(isRetrying(job)
      ? [
          BLANK,
          ...say(
            byOurselves(job)
              ? t`The registry refused a layer for now, or was gone: it is tried again. ${keyFor(state, 'doctor')} looks, step by step, what is wrong with the registry.`
              : t`The registry refused a layer or was gone, and the engine tries again; it does not say why. ${keyFor(state, 'doctor')} looks, step by step, what is wrong with the registry.`,
            'plain',
          ),
        ]
      : []),
    ...(progress === null || progress.parts.length === 0
      ? []
      : [BLANK, ...progress.parts.map(part => partLine(part, job.state === 'running', ascii))]),
    ...(job.command === null && log.length === 0 ? [] : [BLANK]),
    ...(job.command === null ? [] : say(`$ ${job.command}`, 'heading')),
    ...log.flatMap(text => say(text, 'quiet')),
  ]
}

/** A second is enough for an engine that tells of layers to begin. */
function tellsNothing(state: State, job: Job): boolean {
  const {task} = job
  if (task.kind !== 'push' || task.onePlatform || task.place === 'store' || job.progress !== null) return false
  return (task.place ?? clientName(state)) === 'podman' && jobSeconds(job, state.now) !== null
}

function howItIs(job: Job, unicode: boolean, now: number): string {
  const {state, progress} = job
  const dot = unicode ? ' · ' : ' - '
  const time = jobTime(job)
  const share = jobShare(job)
  const seconds = jobSeconds(job, now)
  const word = state === 'running' && progress?.label ? progress.label : STATE_WORDS[state]
  const parts = [
    time === null ? word : state === 'done' ? t`${word} in ${time}` : t`${word} after ${time}`,
    seconds === null ? '' : seconds < 10 ? `${seconds} s` : durationText(seconds * 1000),
    state === 'running' && share !== null ? `${Math.floor(share * 100)} %` : '',
    jobAmount(job),
    jobSpeed(job),
  ]
  return parts.filter(part => part !== '').join(dot)
}

/** Engines do not say how often they try. */
function byOurselves({progress}: Job): boolean {
  return progress?.parts.some(({again}) => again !== undefined) === true
}

function partLine({id, phase, done, total, again}: JobPart, goesOn: boolean, ascii: boolean): JobLine {
  const settled = phase === 'done' || phase === 'exists' || phase === 'mounted'
  // Nothing is waited for any more.
  const [phaseWord, tone]: readonly [string, Tone] = settled || goesOn ? PHASES[phase] : [t`not done`, 'quiet']
  const word = goesOn && again !== undefined ? t`retry ${again.repetition} of ${again.most}` : phaseWord
  const share = settled ? 1 : total === null || total === 0 ? null : Math.min(1, done / total)
  const amount = jobAmount({progress: {label: '', done, total: settled ? null : total, parts: []}})
  return {kind: 'part', id: printable(id, {ascii}), share, amount, word, tone}
}
