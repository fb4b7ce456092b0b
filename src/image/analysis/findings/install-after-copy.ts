import {size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {instructionOf} from '../../oci/image-history.ts'
import {copyingOf} from '../fixes/copying.ts'
import type {Ground, Rule} from '../ground.ts'

interface Installer {
  readonly command: RegExp
  /** what it reads to know what to install */
  readonly files: string
  /** without which it wants the source itself, too */
  readonly flag?: string
}

const INSTALLERS: readonly Installer[] = [
  {command: /\bnpm (?:ci|install|i)(?=\s*(?:$|[&;|]|--(?!global)))/, files: 'package*.json'},
  {command: /\byarn(?: install)?(?=\s*(?:$|[&;|]|--(?!global)))/, files: 'package.json yarn.lock*'},
  {command: /\bpnpm (?:install|i)(?=\s*(?:$|[&;|]|--(?!global)))/, files: 'package.json pnpm-lock.yaml*'},
  {command: /\bpip3? install\s+(?:-\S+\s+){0,8}-r\b/, files: 'requirements.txt'},
  {command: /\bpoetry install\b/, files: 'pyproject.toml poetry.lock*', flag: '--no-root'},
  {command: /\buv sync\b/, files: 'pyproject.toml uv.lock*', flag: '--no-install-project'},
  {command: /\bpipenv (?:install|sync)\b/, files: 'Pipfile Pipfile.lock*'},
  {command: /\bbundle install\b/, files: 'Gemfile Gemfile.lock*'},
  {command: /\bcomposer install\b/, files: 'composer.json composer.lock*', flag: '--no-scripts --no-autoloader'},
  {command: /\bgo mod download\b/, files: 'go.mod go.sum*'},
  {command: /\bmvn\b[^&;|]{0,200}dependency:/, files: 'pom.xml'},
]

export const installAfterCopy: Rule = {
  id: 'install-after-copy',
  kind: 'advice',
  title: t`Dependencies that are installed after the whole source was copied`,
  why: t`Every change of any source file makes the builder install, push and pull all dependencies again.`,
  *find(ground) {
    const copied = copiedWhole(ground)
    if (copied === null) return
    for (const {layer, entry} of ground.facts.steps) {
      if (layer === null || layer <= copied.layer) continue
      const instruction = instructionOf(entry)
      if (instruction.verb !== 'RUN') continue
      const installer = INSTALLERS.find(({command}) => command.test(instruction.text))
      if (installer === undefined) continue
      const bytes = ground.union.layers[layer]?.facts.size ?? 0
      const {flag} = installer
      const also =
        flag === undefined || instruction.text.includes(flag)
          ? ''
          : t` (with ${flag}: what needs the source comes later)`
      yield {
        summary: t`layer ${layer} installs dependencies after layer ${copied.layer} copied the whole source: every change stores ${size(bytes)} anew`,
        bytes: 0,
        certainty: 'about',
        layer,
        evidence: [{path: '', layer, bytes, files: ground.union.layers[layer]?.entryCount ?? 0}],
        fix: {
          file: 'Dockerfile',
          lines: [`COPY ${installer.files} ${copied.folder}`],
          note: t`before the step of layer ${layer}${also}; the COPY of layer ${copied.layer} comes after it`,
        },
      }
      return
    }
  },
}

/** The first step of yours that copies the build context as a whole. */
function copiedWhole(ground: Ground): {layer: number; folder: string} | null {
  for (const {layer, entry} of ground.facts.steps) {
    if (layer === null || ground.isBase(layer)) continue
    const {verb, text} = instructionOf(entry)
    const copying = copyingOf({verb, text})
    if (copying === null || copying.from !== 'context') continue
    const folder = copying.to.endsWith('/') ? copying.to : `${copying.to}/`
    // The classic builder writes what was copied as a digest, of a folder with "dir:".
    if (copying.hashed === 'dir' || copying.sources.some(source => /^(?:\.\/?|\*)$/.test(source)))
      return {layer, folder}
  }
  return null
}
