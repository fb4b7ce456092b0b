import {LensError} from '../../image/oci/error.ts'
import type {HistoryEntry} from '../../image/oci/image-config.ts'
import {JsonReader} from '../../image/oci/json.ts'
import {t} from '../../text/translate.ts'
import {BudgetExceeded, DocumentBudget} from '../medium/document-budget.ts'
import type {ArchiveMembers} from './archive-members.ts'
import {readMember} from './member-blobs.ts'

/** One layer with what its `json` says. */
export interface Step {
  readonly id: string
  readonly parent: string | null
  readonly history: HistoryEntry
  /** why its parent is not known, null where it is or where there is none */
  readonly gap: string | null
}

const UNKNOWN: HistoryEntry = {created: null, createdBy: null, author: null, comment: null, emptyLayer: false}
/** Steps in all chains together; more are refused. Docker itself stopped at 127 layers an image. */
const MAX_STEPS = 10_000

/** The layers of an archive by ID, each read once. */
export class Steps {
  private readonly archive: ArchiveMembers
  private readonly known = new Map<string, Step>()
  private readonly budget = new DocumentBudget()
  private walked = 0

  constructor(archive: ArchiveMembers) {
    this.archive = archive
  }

  /** The layers of the image with this ID, base first. Throws `manifest-malformed` where parents lead in a circle. */
  chain(top: string): readonly Step[] {
    const chain: Step[] = []
    const seen = new Set<string>()
    for (let id: string | null = top; id !== null; ) {
      if (seen.has(id)) {
        throw new LensError('manifest-malformed', t`The layers of ${top} name each other as parents, in a circle.`, {
          advice: t`No builder writes that; the archive is damaged or made to do harm.`,
        })
      }
      seen.add(id)
      if (++this.walked > MAX_STEPS) throw tooMany()
      const step = this.step(id)
      chain.push(step)
      id = step.parent
    }
    return chain.reverse()
  }

  /** IDs that are nobody's parent. */
  tops(): string[] {
    const ids: string[] = []
    for (const name of this.archive.members.keys()) {
      const id = /^([0-9a-f]{64})\/json$/.exec(name)?.[1]
      if (id !== undefined) ids.push(id)
      if (ids.length > MAX_STEPS) throw tooMany()
    }
    const parents = new Set(ids.map(id => this.step(id).parent))
    return ids.filter(id => !parents.has(id))
  }

  private step(id: string): Step {
    const known = this.known.get(id) ?? this.read(id)
    this.known.set(id, known)
    return known
  }

  private read(id: string): Step {
    try {
      const what = jsonName(id)
      const read = new JsonReader(what, 'manifest-malformed')
      const root = read.object(read.parse(this.budget.spend(readMember(this.archive, what, what))), '')
      const made = read.optionalObject(root.container_config, 'container_config') ?? {}
      return {
        id,
        parent: read.optionalString(root.parent, 'parent') || null,
        history: {
          created: read.optionalString(root.created, 'created'),
          createdBy: read.strings(made.Cmd, 'container_config.Cmd').join(' ') || null,
          author: read.optionalString(root.author, 'author') || null,
          comment: read.optionalString(root.comment, 'comment') || null,
          emptyLayer: false,
        },
        gap: null,
      }
    } catch (thrown) {
      if (!(thrown instanceof LensError) || thrown instanceof BudgetExceeded) throw thrown
      return {id, parent: null, history: UNKNOWN, gap: thrown.message}
    }
  }
}

/** The member that describes a layer. */
export function jsonName(id: string): string {
  return `${id}/json`
}

function tooMany(): LensError {
  return new BudgetExceeded('limit-exceeded', t`The archive's images have more than ${MAX_STEPS} layers together.`, {
    advice: t`No engine builds that; the archive is damaged or made to do harm.`,
  })
}
