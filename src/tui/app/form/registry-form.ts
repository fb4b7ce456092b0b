import {printable} from '../../../text/printable.ts'
import {shellWords} from '../../../text/shell-words.ts'
import {t} from '../../../text/translate.ts'
import {homeOf, homePlace} from '../home/in-state.ts'
import {clientName} from '../jobs/client-words.ts'
import {keyFor} from '../key-for.ts'
import type {State} from '../state.ts'
import {type Form, formOf, pathQuestion, textIn, textQuestion, valuesOf} from './form.ts'
import type {FormPlan} from './plan.ts'
import type {RegistryPurpose} from './purpose.ts'

const PORT = 'port'
const FOLDER = 'folder'

/** Where a private registry listens, and where it keeps what is pushed. */
export function registryForm(state: State, image: string): Form<RegistryPurpose> {
  const last = state.formValues.registry ?? {}
  return formOf({kind: 'registry', image}, [
    textQuestion(PORT, t`port`, textIn(last, PORT) || '5000'),
    pathQuestion(FOLDER, t`folder`, textIn(last, FOLDER) || '~/registry', {only: 'folders'}),
  ])
}

/** A registry in a container of the engine, which keeps what is pushed in a folder of this machine. */
export function registryPlan(state: State, form: Form<RegistryPurpose>): FormPlan {
  const ascii = !state.capabilities.unicode
  const {image} = form.purpose
  const values = valuesOf(form)
  const port = Number(textIn(values, PORT))
  const folder = textIn(values, FOLDER)
  const isPort = Number.isInteger(port) && port > 0 && port < 65_536
  const words = [clientName(state), 'run', '-d', '-p', `${port}:5000`, '-v', `${folder}:/var/lib/registry`, image]
  return {
    title: t`Start a private registry`,
    summary: [
      t`It answers at localhost:${isPort ? port : 'PORT'} and keeps what is pushed in the folder, also when it is stopped.`,
      t`Anybody who reaches the port may push: it asks for no password.`,
    ],
    action: t`start`,
    refusal: isPort ? (folder === '' ? t`Which folder?` : null) : t`A port is a number from 1 to 65535.`,
    begins: {
      kind: 'job',
      title: t`start a registry at localhost:${port}`,
      command: printable(shellWords(words), {ascii}),
      task: {kind: 'registry', image, port, folder},
    },
  }
}

/** The image of a registry that this engine has; null where it has none. */
export function registryImage(state: State): string | null {
  const tags = homeOf(state)?.listing?.images.flatMap(image => image.tags) ?? []
  const isOne = (tag: string) => /^(?:docker\.io\/(?:library\/)?)?registry:(?:2|3)(?:\.\d+)*$/.test(tag)
  return tags.find(tag => tag === REGISTRY_IMAGE) ?? tags.find(isOne) ?? null
}

/** Its image, as everybody runs it. */
export const REGISTRY_IMAGE = 'registry:2'

/** Why none can be started; undefined where one can, or its image can be pulled for that. */
export function noRegistryReason(state: State): string | undefined {
  if (homeOf(state)?.listing == null) return t`No engine has answered yet.`
  return homePlace(state) === 'store' ? t`No engine answers, and it takes one to run a registry.` : undefined
}

/** What comes before a registry on an engine that has no image of one. */
export function pullFirst(state: State): string {
  return t`A private registry runs from ${REGISTRY_IMAGE}, which this engine has not: pull it, then ${keyFor(state, 'start-registry')} again.`
}
