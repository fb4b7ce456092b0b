import {counted} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {andThen, isRepeatable, lineOf} from '../dockerfile.ts'
import type {Fix} from '../finding.ts'
import {stepOf} from '../fixes/dropped.ts'
import {joinedSteps} from '../fixes/joined-steps.ts'
import type {Ground, Rule} from '../ground.ts'
import {devPackages} from '../packages/npm-lock.ts'

/** npm writes what it installed, and which of it only development needs, into node_modules itself. */
const MODULES = '**/node_modules'
const LOCK = '.package-lock.json'

export const devDependencies: Rule = {
  id: 'dev-dependencies',
  kind: 'leftover',
  title: t`Packages in node_modules that only development needs`,
  why: t`Compilers, linters and test runners are often the larger half of node_modules, and nothing calls them in a container.`,
  places: [MODULES],
  wants: ground => locks(ground).map(({version}) => version),
  *find(ground) {
    const {union, claims, names} = ground
    for (const {project, version} of locks(ground)) {
      const lock = ground.contents.get(version)
      if (lock === undefined) continue
      const nodes = devPackages(lock).map(path => names.find(path, project))
      // The outermost first: what is nested in a package goes with it.
      const claimed = claims.take(nodes.filter(node => node > 0).sort((a, b) => a - b))
      for (const layer of new Set(claimed.map(({source}) => source))) {
        const own = claimed.filter(({source}) => source === layer).sort((a, b) => b.bytes - a.bytes)
        const evidence = own.map(({node, layer: stored, bytes, files}) => ({
          path: union.path(node),
          layer: stored,
          bytes,
          files,
        }))
        const named = own.slice(0, 4).map(({node}) => union.path(node).split('node_modules/').at(-1)!)
        yield {
          summary:
            own.length > named.length
              ? t`layer ${layer} brings ${counted(own.length, 'package', 'packages')} that only development needs, such as ${named.join(', ')}`
              : t`layer ${layer} brings ${counted(own.length, 'package', 'packages')} that only development needs: ${named.join(', ')}`,
          bytes: own.reduce((sum, {bytes}) => sum + bytes, 0),
          certainty: 'about',
          layer,
          evidence,
          fix: ground.isBase(layer) ? null : fixOf(ground, layer),
        }
      }
    }
  },
}

/** npm installing what a project needs, not a program for all */
const INSTALLS = /\bnpm (?:ci|install|i)\b(?![^&;|]{0,200}(?:\s-g\b|\s--global\b|--omit))/g
/** What only runs with development packages: builds, tests, linters. */
const USES = /\b(?:npm (?:run|test|t)\b|npx\b|yarn\b|pnpm\b|tsc\b|node_modules\/\.bin)/

function fixOf(ground: Ground, layer: number): Fix {
  const instruction = stepOf(ground, layer)
  const stage = t`in a stage of its own that the last one copies from`
  if (instruction?.verb !== 'RUN' || instruction.text.search(INSTALLS) < 0) {
    return {file: 'Dockerfile', lines: ['RUN npm prune --omit=dev'], note: t`${stage}, once it has been built`}
  }
  const uses = (l: number) => ground.instruction(l)?.verb === 'RUN' && USES.test(ground.instruction(l)!.text)
  let last = layer
  for (let l = layer + 1; l <= ground.lastLayer; l++) if (uses(l)) last = l
  if (last > layer) {
    const joined = joinedSteps(ground, layer, last, 'npm prune --omit=dev')
    return joined === null
      ? {file: 'Dockerfile', lines: ['RUN npm prune --omit=dev'], note: t`after layer ${last}, which builds, ${stage}`}
      : {file: 'Dockerfile', ...joined}
  }
  const text = lineOf({verb: null, text: instruction.text.replace(INSTALLS, '$& --omit=dev')})
  if (!uses(layer) && !instruction.changes && isRepeatable(text))
    return {file: 'Dockerfile', lines: [`RUN ${text}`], note: ''}
  const {lines, where} = andThen(instruction, 'npm prune --omit=dev')
  return {file: 'Dockerfile', lines, note: where || t`in the same RUN`}
}

function locks({union, places, claims}: Ground): {project: number; version: number}[] {
  return places.folders([MODULES]).flatMap(folder => {
    const node = union.children(folder).find(child => union.name(child) === LOCK)
    const version = node === undefined ? -1 : claims.visible(node)
    return version < 0 ? [] : [{project: union.parent(folder), version}]
  })
}
