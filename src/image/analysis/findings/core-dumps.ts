import {t} from '../../../text/translate.ts'
import {nodesNamed} from '../file-names.ts'
import type {Rule} from '../ground.ts'
import {leftBehind} from './place-rule.ts'

const NAME = /^(?:core(?:\.\d+)?|vgcore\.\d+|hs_err_pid\d+\.log|.*\.(?:hprof|core|stackdump|mdmp))$/
/** A file called "core" may be anything; a dump is never smaller than this, bytes. */
const LEAST = 64 * 1024

export const coreDumps: Rule = {
  id: 'core-dumps',
  kind: 'leftover',
  title: t`Core dumps and heap dumps`,
  why: t`A dump is the memory of a process that crashed while building, whatever secrets it held included.`,
  *find(ground) {
    const {union, claims} = ground
    const nodes = nodesNamed(union, {
      begins: ['core', 'vgcore.', 'hs_err_pid'],
      ends: ['.hprof', '.core', '.stackdump', '.mdmp'],
    }).filter(node => union.columns.nodeFirst[node]! < 0 && NAME.test(union.name(node)))
    const large = claims.take(
      nodes,
      version => union.sizeOf(version) >= LEAST || union.name(union.columns.versionNode[version]!).startsWith('hs_err'),
    )
    yield* leftBehind(ground, large, {what: t`dumps of processes`, certainty: 'exact'})
  },
}
