import {contentSize} from '../../../image/filesystem/path-versions.ts'
import type {Union} from '../../../image/filesystem/union.ts'
import {printable} from '../../../text/printable.ts'
import {counted, exactSize, size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import type {Explorer} from '../explorer.ts'
import {explorerOf, type State} from '../state.ts'
import {type Form, type FormValues, formOf, isOn, pathQuestion, textIn, toggleQuestion, valuesOf} from './form.ts'
import type {FormPlan} from './plan.ts'
import type {ExtractPurpose} from './purpose.ts'

const PLACE = 'directory'
const REPLACE = 'force'
const OWNER = 'owner'

interface ExtractAnswers {
  /** as it was typed: `~` is the home folder */
  readonly directory: string
  /** replace files that are there */
  readonly force: boolean
  readonly owner: boolean
}

/** The questions, answered as they were the last time. */
export function extractForm(
  state: Pick<State, 'formValues' | 'mayKeepOwners'>,
  explorer: Explorer,
  purpose: ExtractPurpose,
): Form<ExtractPurpose> {
  const last: FormValues = state.formValues.extract ?? {}
  const refusal = state.mayKeepOwners ? null : t`Only root can give files to others: all will belong to you.`
  return formOf(purpose, [
    pathQuestion(PLACE, t`into`, typeof last[PLACE] === 'string' ? last[PLACE] : `./${folderName(explorer)}`, {
      only: 'folders',
    }),
    toggleQuestion(REPLACE, t`replace files`, isOn(last, REPLACE)),
    toggleQuestion(OWNER, t`keep owners`, isOn(last, OWNER), refusal),
  ])
}

/** What the form would write; null where the image is gone, or nothing of it was read. */
export function extractPlan(state: State, form: Form<ExtractPurpose>): FormPlan | null {
  const explorer = explorerOf(state)
  const {session, node, version, layer} = form.purpose
  if (explorer?.session !== session || explorer.union === null) return null
  const {union} = explorer
  const ascii = !state.capabilities.unicode
  const answers = extractAnswers(form)
  const path = printable(union.path(node).slice(-LONGEST), {ascii})
  return {
    title: t`Extract /${path}`,
    summary: extractSummary(answers, form.purpose, union, ascii),
    action: t`extract`,
    refusal: answers.directory === '' ? t`Where to? Name a folder; it is made if it is not there.` : null,
    begins: {
      kind: 'job',
      title: t`extract /${path}`,
      command: null,
      task: {kind: 'extract', session, node, version, layer, ...answers},
    },
  }
}

/** More of a path than this is not shown, characters. */
const LONGEST = 4096

function extractAnswers(form: Form): ExtractAnswers {
  const values = valuesOf(form)
  return {directory: textIn(values, PLACE), force: isOn(values, REPLACE), owner: isOn(values, OWNER)}
}

/** A name for a folder, made of the image's. */
function folderName({image}: Explorer): string {
  const name = (image.tags[0] ?? image.reference).replace(/^[a-z-]+:/, '').replaceAll(/[^A-Za-z0-9._-]+/g, '-')
  return name.replaceAll(/^[-.]+|-+$/g, '').slice(0, 80) || t`extracted`
}

/** What will happen, in sentences. Printable. */
function extractSummary(
  {directory, force, owner}: ExtractAnswers,
  purpose: ExtractPurpose,
  union: Union,
  ascii: boolean,
): readonly string[] {
  const path = union.path(purpose.node)
  const place = printable(`${directory.replace(/\/+$/, '')}/${path}`, {ascii})
  return [
    `${amountOf(union, purpose)}: ${place}`,
    force ? t`Files that are already there are replaced.` : t`What is already there is left alone, and told.`,
    owner
      ? t`Files get the owners that they have in the image.`
      : t`All files will belong to you. No setuid bits, no devices, nothing outside this folder.`,
  ]
}

/** `Writes 1 file, 2.1 MB`, or what a folder holds. */
function amountOf(union: Union, {node, version, layer}: ExtractPurpose): string {
  if (union.isDirectory(version)) {
    const bytes = union.bytesBelow(node, layer)
    // The folder is one of the paths that are written.
    return t`Writes a folder as of layer ${layer}, ${counted(union.pathsBelow(node, layer) + 1, 'path', 'paths')}, ${size(bytes)}`
  }
  const type = union.type(union.original(version))
  if (type !== 'file') return t`Writes 1 ${type === 'symlink' ? t`symbolic link` : type}`
  const bytes = contentSize(union, version)
  return t`Writes 1 file of layer ${union.columns.versionLayer[version]!}, ${bytes < 1000 ? exactSize(bytes) : size(bytes)}`
}
