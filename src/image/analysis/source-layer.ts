import {reasonBit} from '../filesystem/compare-entries.ts'
import {Change, type Union} from '../filesystem/union.ts'
import type {Instruction} from '../oci/instruction.ts'

/** a command that gives files another owner, mode or time, and brings none */
export const TOUCHES = /\b(?:ch(?:own|mod|grp)|touch|setcap|setfattr|setfacl)\b/
/** commands that need nothing of what files hold, and write none of it */
export const HARMLESS = /^\s*(?:rm|ch(?:own|mod|grp)|touch|mkdir|(?:user|group)add|add(?:user|group))\s/
const OWNER_OR_MODE = reasonBit('owner') | reasonBit('mode')

/**
 * The layer that a stored version has its content from: what a chown of a later one stored again goes when its reason goes,
 * and what it is a copy of is what should not have been there. Where a command writes the same anew, its own layer.
 */
export function sourceLayers(union: Union, instructionOf: (layer: number) => Instruction | null) {
  const {versionChange, versionReasons, versionOlder, versionLayer} = union.columns
  const touching = new Map<number, boolean>()
  const touchesOnly = (layer: number, isOwnerOrMode: boolean): boolean => {
    const known = touching.get(layer)
    const instruction = known === undefined ? instructionOf(layer) : null
    const only =
      known ?? (instruction?.verb === 'RUN' && commandsOf(instruction.text).every(text => HARMLESS.test(text)))
    touching.set(layer, only)
    return only || (isOwnerOrMode && TOUCHES.test(instructionOf(layer)?.text ?? ''))
  }
  return (stored: number): number => {
    let version = stored
    while (versionOlder[version]! >= 0) {
      const change = versionChange[version]
      if (change !== Change.metadata && change !== Change.rewritten) break
      if (!touchesOnly(versionLayer[version]!, (versionReasons[version]! & OWNER_OR_MODE) !== 0)) break
      version = versionOlder[version]!
    }
    return versionLayer[version]!
  }
}

/** The commands of a shell's line or script. */
export function commandsOf(text: string): readonly string[] {
  return text.split(/&&|;|\n/)
}
