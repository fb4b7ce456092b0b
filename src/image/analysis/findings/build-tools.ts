import {counted} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {andThen, NAMED, notedRest} from '../dockerfile.ts'
import type {Evidence, Fix} from '../finding.ts'
import {stepOf} from '../fixes/dropped.ts'
import {joinedSteps} from '../fixes/joined-steps.ts'
import type {Ground, Rule} from '../ground.ts'
import {apkPackages, type InstalledPackage} from '../packages/apk-installed.ts'
import {isBuildTool} from '../packages/build-tool.ts'

const DPKG = 'var/lib/dpkg/info'
const APK = ['lib/apk/db/installed', 'usr/lib/apk/db/installed']

export const buildTools: Rule = {
  id: 'build-tools',
  kind: 'leftover',
  title: t`Compilers, headers and debuggers`,
  why: t`They served to build; at run time they are bytes to pull, and tools in the hands of whoever breaks in.`,
  wants(ground) {
    const apk = apkDatabase(ground)
    return [...(apk < 0 ? [] : [apk]), ...dpkgLists(ground).map(({version}) => version)]
  },
  *find(ground) {
    const layers = new Map<number, {packages: string[]; evidence: Evidence[]; byApk: boolean}>()
    for (const {name, files, byApk} of installedTools(ground)) {
      const nodes = files.map(path => fileNode(ground, path)).filter(node => node >= 0)
      for (const [layer, evidence] of claimedOf(ground, nodes)) {
        const told = layers.get(layer) ?? {packages: [], evidence: [], byApk}
        layers.set(layer, told)
        told.packages.push(name)
        told.evidence.push(evidence)
      }
    }
    for (const [layer, {packages, evidence, byApk}] of [...layers].sort(([a], [b]) => a - b)) {
      const order = [...packages.keys()].sort((a, b) => evidence[b]!.bytes - evidence[a]!.bytes)
      const named = order.slice(0, 5).map(i => packages[i]!)
      yield {
        summary: t`layer ${layer} installs what serves to build: ${named.join(', ')}${order.length > 5 ? t` and ${counted(order.length - 5, 'more package', 'more packages')}` : ''}`,
        bytes: evidence.reduce((sum, {bytes}) => sum + bytes, 0),
        certainty: 'about',
        layer,
        evidence: order.map(i => evidence[i]!),
        fix: ground.isBase(layer)
          ? null
          : fixOf(
              ground,
              layer,
              order.map(i => packages[i]!),
              byApk,
            ),
      }
    }
  },
}

function fixOf(ground: Ground, layer: number, packages: readonly string[], byApk: boolean): Fix {
  const remove = `${byApk ? 'apk del' : 'apt-get purge -y --auto-remove'} ${packages.slice(0, NAMED).join(' ')}`
  const instruction = stepOf(ground, layer)
  const last = lastBuilder(ground, layer)
  const stage = notedRest(t`build in a stage of its own, and COPY --from it what came out`, packages.length)
  if (instruction?.verb !== 'RUN') return {file: 'Dockerfile', lines: [], note: stage}
  if (last === layer) {
    const {lines, where} = andThen(instruction, remove)
    return {file: 'Dockerfile', lines, note: where === '' ? t`or ${stage}` : t`${where}; or ${stage}`}
  }
  const joined = joinedSteps(ground, layer, last, remove)
  if (joined !== null) return {file: 'Dockerfile', lines: joined.lines, note: t`${joined.note}; or ${stage}`}
  return {file: 'Dockerfile', lines: [], note: stage}
}

/** What builds, by what it calls. */
const BUILDS =
  /\b(?:make|cmake|meson|ninja|gcc|g\+\+|cc|clang|cargo|rustc|go (?:build|install)|configure|pip3? install|npm (?:ci|i|install|rebuild)|yarn|pnpm|bundle install|gem install|setup\.py|python3? -m build|pecl|docker-php-ext-install)\b/

/** The last step of yours from this layer on that seems to need them. */
function lastBuilder(ground: Ground, layer: number): number {
  for (let l = ground.lastLayer; l > layer; l--) {
    const instruction = ground.instruction(l)
    if (instruction?.verb === 'RUN' && BUILDS.test(instruction.text)) return l
  }
  return layer
}

/** What is claimed of a package's files, by layer, told at the largest. */
function claimedOf(ground: Ground, nodes: readonly number[]): Map<number, Evidence> {
  const found = new Map<number, Evidence>()
  const largest = new Map<number, number>()
  for (const {node, source, layer, bytes, files} of ground.claims.take(nodes)) {
    const before = found.get(source)
    const isLargest = bytes > (largest.get(source) ?? -1)
    if (isLargest) largest.set(source, bytes)
    found.set(source, {
      path: isLargest ? ground.union.path(node) : before!.path,
      layer: isLargest ? layer : before!.layer,
      bytes: bytes + (before?.bytes ?? 0),
      files: files + (before?.files ?? 0),
    })
  }
  return found
}

function* installedTools(ground: Ground): Generator<InstalledPackage & {byApk: boolean}> {
  const apk = ground.contents.get(apkDatabase(ground))
  if (apk !== undefined) for (const found of apkPackages(apk, isBuildTool)) yield {...found, byApk: true}
  for (const {name, version} of dpkgLists(ground)) {
    const list = ground.contents.get(version)
    if (list === undefined) continue
    const files = Buffer.from(list).toString('utf8').split('\n')
    yield {name, files, byApk: false}
  }
}

function apkDatabase({names, claims}: Ground): number {
  for (const path of APK) {
    const node = names.find(path)
    if (node > 0 && claims.visible(node) >= 0) return claims.visible(node)
  }
  return -1
}

/** dpkg keeps what each package installed in `NAME.list` or `NAME:ARCHITECTURE.list`, a path a line. */
function dpkgLists({union, claims, names}: Ground): {name: string; version: number}[] {
  const folder = names.find(DPKG)
  if (folder < 0) return []
  return union.children(folder).flatMap(node => {
    const file = union.name(node)
    const version = claims.visible(node)
    if (version < 0 || !file.endsWith('.list')) return []
    const name = file.slice(0, -'.list'.length).split(':')[0]!
    return isBuildTool(name) ? [{name, version}] : []
  })
}

/** A regular file by the path a package gives it; where / has links to /usr, it lies below that. */
function fileNode({union, claims, names}: Ground, path: string): number {
  if (path === '') return -1
  for (const from of [0, names.find('usr')]) {
    const node = from < 0 ? -1 : names.find(path, from)
    if (node <= 0) continue
    const version = claims.visible(node)
    if (version >= 0 && !union.isDirectory(version)) return node
  }
  return -1
}
