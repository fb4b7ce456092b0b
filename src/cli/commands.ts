import {build} from './build.ts'
import {cache} from './cache.ts'
import {cat} from './cat.ts'
import {catalog} from './catalog.ts'
import {check} from './check.ts'
import type {Command} from './command.ts'
import type {CommandName} from './command-names.ts'
import {commit} from './commit.ts'
import {completionOf} from './completion.ts'
import {containers} from './containers.ts'
import {copy} from './copy.ts'
import {diff} from './diff.ts'
import {doctor} from './doctor.ts'
import {extract} from './extract.ts'
import {gc} from './gc.ts'
import {history} from './history.ts'
import {images} from './images.ts'
import {inspect} from './inspect.ts'
import {load} from './load.ts'
import {login} from './login.ts'
import {logout} from './logout.ts'
import {ls} from './ls.ts'
import {pull, push} from './push.ts'
import {rm} from './rm.ts'
import {run} from './run-image.ts'
import {save} from './save.ts'
import {sharing} from './sharing.ts'
import {tag} from './tag.ts'
import {tags} from './tags.ts'
import {waste} from './waste.ts'

/** The table of commands: dispatch, help and the README come from it. */
export const COMMAND_TABLE: Readonly<Record<CommandName, Command>> = {
  inspect,
  ls,
  cat,
  extract,
  history,
  waste,
  diff,
  sharing,
  check,
  copy,
  catalog,
  tags,
  login,
  logout,
  doctor,
  images,
  containers,
  commit,
  tag,
  push,
  pull,
  rm,
  run,
  build,
  save,
  load,
  gc,
  cache,
  completion: completionOf(() => COMMAND_TABLE),
}

export const COMMANDS: readonly Command[] = Object.values(COMMAND_TABLE)
