import {familiarRepository, formatRemoteName, namesHost} from '../../../image/oci/remote-name.ts'
import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import {remoteName} from '../registries-used.ts'
import type {State} from '../state.ts'
import {type Form, formOf, textIn, textQuestion, valuesOf} from './form.ts'
import type {FormPlan} from './plan.ts'
import {OWN_PLATFORM, platformQuestions, platformsChosen} from './platform-question.ts'
import type {CopyPurpose} from './purpose.ts'

const TO = 'to'

/** `platforms`: what the tag leads to, as far as that is known; of several one is copied, or all. */
export function copyForm(name: Omit<CopyPurpose, 'kind'>, platforms: readonly string[]): Form<CopyPurpose> {
  const short = `${name.path.split('/').at(-1)}-${name.tag}`
  return formOf({kind: 'copy', ...name}, [
    textQuestion(TO, t`to`, `docker-archive:./${short}.tar:${formatRemoteName(name)}`, {
      hint: 'TRANSPORT:NAME',
      suggestions: [
        `docker-archive:./${short}.tar:${formatRemoteName(name)}`,
        `docker://${name.host}/${name.path}`,
        `oci:./${short}:${name.tag}`,
        `oci-archive:./${short}.tar`,
      ],
    }),
    ...platformQuestions(platforms, OWN_PLATFORM),
  ])
}

/** A pull where no engine answers: a copy into the program's own store. */
export function storeForm(name: Omit<CopyPurpose, 'kind'>, platforms: readonly string[]): Form<CopyPurpose> {
  return formOf({kind: 'copy', ...name}, [
    textQuestion(TO, t`to`, `store:${familiarRepository(name)}:${name.tag}`, {hint: 'TRANSPORT:NAME'}),
    ...platformQuestions(platforms, OWN_PLATFORM),
  ])
}

const TRANSPORTS = /^(?:docker|docker-archive|oci|oci-archive|store|docker-daemon|podman):./

/** A copy of a registry's image to anywhere that can be written to; refuses all platforms where only one fits. */
export function copyPlan({capabilities}: State, form: Form<CopyPurpose>): FormPlan {
  const {host, path, tag} = form.purpose
  const values = valuesOf(form)
  const destination = textIn(values, TO)
  const {platform, whole} = platformsChosen(values)
  const ascii = !capabilities.unicode
  const source = `docker://${formatRemoteName({host, path, tag})}`
  const options = whole ? ' --all-platforms' : platform === null ? '' : ` --platform ${platform}`
  return {
    title: t`Copy ${printable(formatRemoteName({host, path, tag}), {ascii})}`,
    summary: [
      t`Layers that are there already are not sent again; nothing shows under the new name before all of it arrived.`,
    ],
    action: t`copy`,
    refusal: refusalOf(destination, whole),
    begins: {
      kind: 'job',
      title: printable(t`copy ${formatRemoteName({host, path, tag})} to ${destination}`, {ascii}),
      command: printable(`layerlens copy ${source} ${destination}${options}`, {ascii}),
      task: {kind: 'copy', source, destination, platform, whole},
    },
  }
}

/** What takes one platform alone. */
const SINGLE = /^(?:docker-archive|docker-daemon|podman):/

function refusalOf(destination: string, whole: boolean): string | null {
  if (!TRANSPORTS.test(destination)) {
    // `t` and `P` take it so; here a path may look the same.
    if (namesHost(destination) && remoteName(destination) !== null)
      return t`To the registry it would be docker://${destination}`
    return t`Where to? docker://HOST/REPOSITORY:TAG, docker-archive:FILE, oci-archive:FILE, oci:FOLDER, store:NAME.`
  }
  const [single] = SINGLE.exec(destination) ?? []
  return whole && single !== undefined ? t`${single.slice(0, -1)} takes one platform: choose which.` : null
}
