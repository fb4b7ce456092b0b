import {eachRead} from '../image/analysis/configuration/mistakes.ts'
import type {Silence} from '../image/analysis/finding.ts'
import {LensError} from '../image/oci/error.ts'
import type {Rebinding} from '../tui/app/bindings/rebind.ts'
import {type Kind, listed, yamlText} from './setting.ts'

const KEY = {type: ['string', 'integer']}

/** Keys for bindings: `quit=Q extract=x,ctrl+e` as text. What they are is checked where the table of bindings is. */
export const KEYS: Kind<readonly Rebinding[]> = {
  parse: (text, where) =>
    text
      .split(/[\s;]+/)
      .filter(word => word !== '')
      .map(word => {
        const [, id, keys] = /^([^=]+)=(.*)$/s.exec(word) ?? []
        if (id !== undefined && keys !== undefined) return {id, keys: keys === ',' ? [keys] : listed(keys), where}
        throw new LensError('usage', `${where} must be like quit=Q, not ${word}.`)
      }),
  read: written =>
    eachRead(written.keys(null), id => {
      const at = written.at(id)
      const keys = Array.isArray(at.value) ? at.list() : [at]
      return {
        id,
        where: at.where,
        keys: keys.map(({value, where}) => {
          if (typeof value === 'string' || typeof value === 'number') return String(value)
          throw new LensError('usage', `${where} must be a key, or a list of keys.`, {
            advice:
              'Write it like Q or [Q, ctrl+e]; [] for none. YAML wants quotes around some, such as "~", "-" or "?".',
          })
        }),
      }
    }),
  schema: {
    type: 'object',
    additionalProperties: {oneOf: [KEY, {type: 'array', items: KEY}]},
  },
  between: ' ',
  // Who says more about one binding says nothing about the others.
  merge: said => [...new Map([...said].reverse().flatMap(all => all.map(each => [each.id, each] as const))).values()],
  print: keys => `{${keys.map(({id, keys}) => `${id}: [${keys.map(yamlText).join(', ')}]`).join(', ')}}`,
}

/**
 * Findings that nobody wants to hear of: `docs,secret:etc/ssh/**` as text, where the reason is whoever says so. In the file they
 * stand as in `.layerlens.yaml`, `fromFile` reads them; the rules of a text are checked where the rules are.
 */
export function silences(fromFile: Kind<readonly Silence[]>['read']): Kind<readonly Silence[]> {
  return {
    parse: (text, where) =>
      listed(text).map(word => {
        const [rule = '', ...path] = word.split(':')
        return {rule, path: path.length === 0 ? null : path.join(':'), reason: where}
      }),
    read: fromFile,
    between: ',',
    schema: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['rule', 'reason'],
        properties: {
          rule: {description: 'A rule, or *.', type: 'string'},
          path: {description: 'A glob; without it the rule is silent everywhere.', type: 'string'},
          reason: {type: 'string', minLength: 1},
        },
      },
    },
    print: all => {
      const printed = all.map(({rule, path, reason}) => {
        const where = path === null ? '' : `, path: ${yamlText(path)}`
        return `{rule: ${yamlText(rule)}${where}, reason: ${yamlText(reason)}}`
      })
      return `[${printed.join(', ')}]`
    },
  }
}
