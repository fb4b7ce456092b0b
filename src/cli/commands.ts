import {cache} from './cache.ts'
import {cat} from './cat.ts'
import type {Command} from './command.ts'
import type {CommandName} from './command-names.ts'
import {extract} from './extract.ts'
import {history} from './history.ts'
import {inspect} from './inspect.ts'
import {ls} from './ls.ts'

/** The table of commands: dispatch, help and the README come from it. */
export const COMMAND_TABLE: Readonly<Record<CommandName, Command>> = {inspect, ls, cat, extract, history, cache}

export const COMMANDS: readonly Command[] = Object.values(COMMAND_TABLE)
