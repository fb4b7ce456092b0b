/** What of SARIF 2.1.0 we write, as far as a test looks at it. */
export interface SarifLog {
  readonly version: string
  readonly runs: readonly {
    readonly tool: {readonly driver: {readonly rules: readonly {readonly id: string}[]}}
    readonly results: readonly {readonly ruleId: string; readonly ruleIndex: number}[]
  }[]
}

type Check = (value: unknown) => string | null

/** An object of the standard: what it must have, what it may have, and nothing else (its schema closes each object). */
function object(must: Readonly<Record<string, Check>>, may: Readonly<Record<string, Check>> = {}): Check {
  return value => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'is no object'
    const given = value as Readonly<Record<string, unknown>>
    for (const key of Object.keys(must)) if (given[key] === undefined) return `lacks ${key}`
    for (const [key, each] of Object.entries(given)) {
      const check = must[key] ?? may[key]
      const fault = check === undefined ? 'is not known' : check(each)
      if (fault !== null) return `${key} ${fault}`
    }
    return null
  }
}

function list(of: Check, {least = 0, most = Number.POSITIVE_INFINITY} = {}): Check {
  return value => {
    if (!Array.isArray(value)) return 'is no list'
    if (value.length < least || value.length > most) return `has ${value.length} items`
    for (const [i, each] of value.entries()) {
      const fault = of(each)
      if (fault !== null) return `[${i}] ${fault}`
    }
    return null
  }
}

const holds =
  (is: (value: unknown) => boolean, otherwise: string): Check =>
  value =>
    is(value) ? null : otherwise
const text = (most = Number.POSITIVE_INFINITY) =>
  holds(
    value => typeof value === 'string' && value.trim() !== '' && value.length <= most,
    `is no text of at most ${most}`,
  )
const oneOf = (...words: readonly string[]) =>
  holds(value => words.includes(value as string), `is none of ${words.join()}`)
const integer = (least: number) =>
  holds(value => Number.isInteger(value) && (value as number) >= least, `is below ${least}`)
const relativeUri = holds(
  value => typeof value === 'string' && /^[\w.~-]+(?:\/[\w.~-]+)*$/.test(value),
  'is no relative URI',
)
const anything: Check = () => null
const message = (most?: number) => object({text: text(most)})

/** The parts of the standard's schema that we write, and the limits of GitHub's code scanning. */
const LOG = object(
  {
    version: oneOf('2.1.0'),
    runs: list(
      object(
        {
          tool: object({
            driver: object({
              name: text(),
              rules: list(
                object(
                  {id: text(255), shortDescription: message(1024)},
                  {
                    fullDescription: message(1024),
                    properties: object({
                      tags: list(text(), {most: 20}),
                      'security-severity': holds(value => Number(value) > 0 && Number(value) <= 10, 'is no severity'),
                    }),
                  },
                ),
                {most: 25_000},
              ),
            }),
          }),
          results: list(
            object(
              {
                ruleId: text(),
                ruleIndex: integer(0),
                level: oneOf('none', 'note', 'warning', 'error'),
                message: message(),
                locations: list(
                  object(
                    {
                      physicalLocation: object({
                        artifactLocation: object({uri: relativeUri}),
                        region: object({startLine: integer(1)}),
                      }),
                    },
                    {logicalLocations: list(object({fullyQualifiedName: text()}), {least: 1})},
                  ),
                  {least: 1, most: 1000},
                ),
                partialFingerprints: object({'layerlens/v1': text()}),
              },
              {properties: anything},
            ),
            {most: 25_000},
          ),
        },
        {properties: anything},
      ),
      {least: 1, most: 20},
    ),
  },
  {$schema: holds(value => value === 'https://json.schemastore.org/sarif-2.1.0.json', 'is another schema')},
)

/** What is wrong with it, nothing where it is as the standard says. */
export function faultsOf(log: SarifLog): string[] {
  const fault = LOG(log)
  if (fault !== null) return [fault]
  return log.runs.flatMap(({tool, results}) => {
    const ids = tool.driver.rules.map(({id}) => id)
    const prints = results.map(result =>
      JSON.stringify((result as {partialFingerprints?: unknown}).partialFingerprints),
    )
    return [
      ...(new Set(ids).size === ids.length ? [] : ['rules have the same id']),
      ...(new Set(prints).size === prints.length ? [] : ['results have the same fingerprint']),
      ...results
        .filter(({ruleId, ruleIndex}) => ids[ruleIndex] !== ruleId)
        .map(({ruleId}) => `${ruleId} has another index`),
    ]
  })
}
