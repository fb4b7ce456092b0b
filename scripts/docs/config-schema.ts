import {STANDARD} from '../../src/settings/screen-options.ts'
import {BINDINGS} from '../../src/tui/app/bindings.ts'

/** The JSON Schema of config.yaml, from the table of settings and that of bindings. */
export function configSchema(): string {
  const properties = Object.fromEntries(
    Object.entries(STANDARD).map(([name, {meaning, kind}]) => [
      name,
      {description: `${meaning[0]!.toUpperCase()}${meaning.slice(1)}.`, ...kind.schema},
    ]),
  )
  const {additionalProperties, ...keys} = properties.keys as Record<string, unknown>
  const named = BINDINGS.map(({id, label}) => [id, {description: label, ...(additionalProperties as object)}])
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'layerlens config.yaml',
    description: 'What the user of layerlens wants otherwise. Flags and variables count more.',
    type: 'object',
    additionalProperties: false,
    properties: {...properties, keys: {...keys, additionalProperties: false, properties: Object.fromEntries(named)}},
  }
  return `${JSON.stringify(schema, null, 2)}\n`
}
