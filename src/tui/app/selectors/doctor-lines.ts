import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import {pad} from '../../../text/width.ts'
import {wrap} from '../../../text/wrap.ts'
import type {Tone} from '../home/table.ts'
import type {DoctorFinding, DoctorPage} from '../registries/doctor.ts'
import {subjectName} from '../registries/subject.ts'
import {remembered} from '../remembered.ts'
import type {State} from '../state.ts'

/** A line of the doctor's page: what was looked at and its verdict at the left, once. Printable, no wider than was asked for. */
export interface DoctorLine {
  readonly mark: string
  /** null: the text has the whole width */
  readonly name: string | null
  readonly text: string
  readonly tone: Tone
  /** exactly to be typed, or written somewhere */
  readonly isFix: boolean
}

const NAME = 16
// By the names that the command prints.
const NAMES: Readonly<Record<string, string>> = {
  name: t`name`,
  port: t`port`,
  proxy: t`proxy`,
  encryption: t`encryption`,
  api: t`api`,
  authentication: t`authentication`,
  credentials: t`credentials`,
  token: t`token`,
  pull: t`pull`,
  push: t`push`,
  'rate limit': t`rate limit`,
  clock: t`clock`,
  attestations: t`attestations`,
}
const MARKS: Readonly<Record<DoctorFinding['verdict'], readonly [mark: string, ascii: string, tone: Tone]>> = {
  ok: ['✓', 'ok', 'good'],
  note: ['·', '--', 'quiet'],
  fault: ['✗', '!!', 'problem'],
}

/** What it comes to, which a low terminal would have below its edge; then what was found, laid out for so many columns. */
export const doctorLines = remembered(
  (page: DoctorPage, columns: number, {unicode}: State['capabilities']): readonly DoctorLine[] => {
    const ascii = !unicode
    const room = Math.max(12, columns - NAME - 5)
    const found = page.findings.flatMap(finding => findingLines(finding, room, ascii))
    const say = (text: string, tone: Tone) =>
      wrap(printable(text, {lines: true, ascii}), columns - 4).map(each => ({
        mark: '',
        name: null,
        text: each,
        tone,
        isFix: false,
      }))
    return [...say(summary(page, unicode), toneOf(page)), BLANK, ...found]
  },
)

const BLANK: DoctorLine = {mark: '', name: '', text: '', tone: 'plain', isFix: false}

function findingLines({name, verdict, message, fix}: DoctorFinding, room: number, ascii: boolean): DoctorLine[] {
  const [sign, plain, tone] = MARKS[verdict]
  const said = wrap(printable(message, {ascii}), room).map((text, i) => ({
    mark: i === 0 ? (ascii ? plain : sign) : '',
    name: pad(i === 0 ? (NAMES[name] ?? name) : '', NAME),
    text,
    tone: verdict === 'fault' ? ('problem' as const) : tone === 'good' ? ('plain' as const) : tone,
    isFix: false,
  }))
  const lines = fix.flatMap(line => {
    const indent = /^ */.exec(line)![0]
    return wrap(printable(line, {ascii}), room - 2, {indent: `${indent}  `})
  })
  return [...said, ...lines.map(text => ({mark: '', name: '', text: `  ${text}`, tone: 'plain' as const, isFix: true}))]
}

function summary({findings, ended, failure, subject}: DoctorPage, unicode: boolean): string {
  if (failure !== null) return failure.message
  if (!ended) return t`Looking at ${subjectName(subject)} ${unicode ? '…' : '...'}`
  const named = (these: readonly DoctorFinding[]) => these.map(({name}) => NAMES[name] ?? name).join(', ')
  const faults = findings.filter(({verdict}) => verdict === 'fault')
  if (faults.length === 0) {
    // What is no hindrance to us may be one to an engine, which has to be told.
    const minded = findings.filter(({verdict, fix}) => verdict === 'note' && fix.length > 0)
    return minded.length === 0
      ? t`Nothing stands in the way.`
      : t`Nothing stands in our way. Read what there is to do for: ${named(minded)}.`
  }
  return faults.length === 1
    ? t`One thing stands in the way: ${named(faults)}.`
    : t`${faults.length} things stand in the way: ${named(faults)}.`
}

function toneOf({findings, ended, failure}: DoctorPage): Tone {
  if (failure !== null) return 'problem'
  if (!ended) return 'busy'
  return findings.some(({verdict}) => verdict === 'fault') ? 'problem' : 'good'
}
