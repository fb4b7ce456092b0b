import {printable} from '../../../text/printable.ts'
import {shellWords} from '../../../text/shell-words.ts'
import {counted, size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {clientAt} from '../jobs/client-words.ts'
import type {State} from '../state.ts'
import {type Form, formOf, pathQuestion, textIn, valuesOf} from './form.ts'
import type {FormPlan} from './plan.ts'
import type {SavePurpose} from './purpose.ts'

const PATH = 'path'

/** Which file the images go into. */
export function saveForm(_state: State, purpose: SavePurpose): Form<SavePurpose> {
  const name = purpose.images.length > 1 ? 'images' : (purpose.images[0] ?? '').replace(/^sha256:/, '').slice(0, 80)
  const file = name.replaceAll(/[^A-Za-z0-9._-]+/g, '-').replaceAll(/^[-.]+|-+$/g, '') || 'image'
  return formOf(purpose, [pathQuestion(PATH, t`file`, `./${file}.tar`)])
}

/** Images of one place in one archive. */
export function savePlan(state: State, form: Form<SavePurpose>): FormPlan {
  const ascii = !state.capabilities.unicode
  const {place, images, leftOut, size: bytes} = form.purpose
  const path = textIn(valuesOf(form), PATH)
  const shown = printable(images.join(', '), {ascii})
  const {program, named} = clientAt(state, place)
  const there = t`A file of that name is replaced once the new one is whole.`
  return {
    title: t`Save ${shown}`,
    summary: [
      t`Writes ${counted(images.length, 'image', 'images')}${bytes === null ? '' : t`, about ${size(bytes)}`}, into one archive. ${there}`,
      ...(leftOut.length === 0
        ? []
        : [printable(t`Left out, as it gets one name of each image: ${leftOut.join(', ')}`, {ascii})]),
    ],
    action: t`save`,
    refusal: path === '' ? t`Into which file?` : null,
    begins: {
      kind: 'job',
      title: t`save ${shown}`,
      command: printable(shellWords([program, 'save', '-o', path, ...images.map(named)]), {ascii}),
      task: {kind: 'save', place, images, path},
    },
  }
}
