import {type Distribution, distributionText} from '../../../image/analysis/distribution.ts'
import {formatPlatform} from '../../../image/oci/platform.ts'
import {age} from '../../../text/age.ts'
import {type Ellipsis, ellipsisFor} from '../../../text/ellipsis.ts'
import {masked, maskedVariable} from '../../../text/mask.ts'
import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import type {ImageFacts} from '../explorer.ts'
import {remembered} from '../remembered.ts'
import type {Capabilities} from '../state.ts'
import {BLANK, fact, heading, named, type PaperLine} from './paper-line.ts'

const LABEL = 14
const LONGEST = 100_000

/** The Config tab: what the image runs, as whom and where, and who it is. */
export const configLines = remembered(linesOf)

function linesOf(
  image: ImageFacts,
  tags: readonly string[],
  distribution: Distribution | null,
  columns: number,
  {unicode}: Capabilities,
  now: number,
): readonly PaperLine[] {
  const {config} = image
  const mark = ellipsisFor(unicode)
  const lines: PaperLine[] = []
  const clean = (text: string) => printable(text.slice(0, LONGEST), {lines: true, ascii: !unicode})
  const section = (title: string) => lines.push(...(lines.length > 0 ? [BLANK] : []), heading(title))
  const add = (label: string, value: string | null, tone: PaperLine['tone'] = 'plain') => {
    if (value !== null && value !== '') lines.push(...fact(label, clean(value), columns, {labelWidth: LABEL, tone}))
  }
  const list = (label: string, values: readonly string[]) =>
    values.forEach((value, i) => {
      add(i === 0 ? label : '', value)
    })

  if (image.warnings.length > 0) {
    section(t`Warnings`)
    for (const warning of image.warnings) add('', warning, 'problem')
  }
  section(t`Runs`)
  add(t`entrypoint`, argv(config.entrypoint, mark))
  add(t`cmd`, argv(config.cmd, mark))
  add(t`workdir`, config.workingDir || '/')
  add(t`user`, config.user || t`root (none given)`)
  list(t`ports`, config.exposedPorts)
  list(t`volumes`, config.volumes)
  add(t`stop signal`, config.stopSignal)
  section(t`Environment`)
  if (config.env.length === 0) add('', t`none`, 'quiet')
  for (const variable of config.env) lines.push(...pair(variable, columns, mark, clean))
  section(t`Labels`)
  const labels = Object.entries(config.labels)
  if (labels.length === 0) add('', t`none`, 'quiet')
  for (const [name, value] of labels) lines.push(...pair(`${name}=${value}`, columns, mark, clean))
  section(t`Image`)
  add(t`reference`, image.reference)
  list(t`tags`, tags)
  add(t`platform`, formatPlatform(image.platform))
  add(t`distribution`, distribution && distributionText(distribution, unicode ? '·' : '-'))
  const since = age(config.created, now)
  add(t`created`, config.created === null ? null : since === null ? config.created : `${config.created} (${since})`)
  add(t`author`, config.author)
  add(t`ID`, image.heldAs ?? image.id)
  add(t`digest`, image.digest)
  add(t`media type`, image.mediaType)
  for (const [name, value] of Object.entries(image.annotations))
    lines.push(...pair(`${name}=${value}`, columns, mark, clean))
  return lines
}

/** As a Dockerfile writes a command: a JSON list. */
function argv(words: readonly string[], mark: Ellipsis): string | null {
  return words.length === 0 ? null : masked(JSON.stringify(words), mark).replaceAll('","', '", "')
}

/** NAME=value, split so that names stand out. */
function pair(text: string, columns: number, mark: Ellipsis, clean: (text: string) => string): PaperLine[] {
  const shown = maskedVariable(text, mark)
  const at = shown.indexOf('=')
  if (at < 0) return fact('', clean(shown), columns, {labelWidth: 2})
  const name = clean(shown.slice(0, at)).replaceAll('\n', ' ')
  return named(name, clean(shown.slice(at + 1)), columns, LABEL)
}
