import {AGES, type Paint, paintKey} from '../app/map/paint.ts'

/** SGR parameters of tiles, background and text. Both are set: they read the same on light and dark terminals. */
export interface TilePalette {
  codes(paint: Paint): readonly string[]
  /** of the thin lines between tiles, without a background */
  readonly edge: readonly string[]
}

/** Of MANY those on which black reads better than white. */
const LIGHT: ReadonlySet<number> = new Set([30, 31, 64, 100, 133, 136, 166])

type CauseOf<P> = P extends {readonly kind: 'cause'; readonly cause: infer C} ? C : never
type Colours<T> = Readonly<{
  layer: readonly T[]
  base: readonly T[]
  kept: T
  small: T
  cause: Readonly<Record<CauseOf<Paint>, T>>
  age: readonly T[]
}>

const WHITE = '38;5;231'
const BLACK = '38;5;16'

// Of the 256 colours those in the middle: black or white text is easy to read on each, and neighbours are told apart.
const MANY: Colours<number> = {
  layer: [25, 130, 29, 97, 131, 30, 100, 61, 136, 64, 133, 24],
  base: [239, 241, 59, 243, 60, 240],
  kept: 238,
  small: 234,
  cause: {
    content: 136,
    metadata: 31,
    rewritten: 97,
    deleted: 124,
    opaque: 131,
    type: 130,
    storedTwice: 61,
    neverVisible: 90,
  },
  age: [160, 166, 136, 64, 30, 25, 60, 239],
}

// Dark ones, with white on them.
const DEEP: Colours<number> = {
  layer: [17, 52, 22, 53, 88, 18, 237, 54, 19, 89, 23, 90],
  base: [236, 238, 235, 237],
  kept: 236,
  small: 233,
  cause: {
    content: 237,
    metadata: 18,
    rewritten: 53,
    deleted: 88,
    opaque: 52,
    type: 22,
    storedTwice: 54,
    neverVisible: 90,
  },
  age: [88, 52, 53, 22, 23, 18, 17, 236],
}

// The terminal's own: black text is easy to read on all but blue and the dark ones.
const FEW: Colours<readonly string[]> = {
  layer: [
    ['44', '97'],
    ['46', '30'],
    ['42', '30'],
    ['43', '30'],
    ['45', '97'],
    ['41', '97'],
  ],
  base: [['47', '30']],
  kept: ['47', '30'],
  small: ['40', '37'],
  cause: {
    content: ['43', '30'],
    metadata: ['46', '30'],
    rewritten: ['45', '97'],
    deleted: ['41', '97'],
    opaque: ['41', '97'],
    type: ['44', '97'],
    storedTwice: ['42', '30'],
    neverVisible: ['47', '30'],
  },
  age: [
    ['41', '97'],
    ['41', '97'],
    ['43', '30'],
    ['42', '30'],
    ['46', '30'],
    ['44', '97'],
    ['47', '30'],
    ['47', '30'],
  ],
}

const BRIGHT: Colours<readonly string[]> = {
  layer: ['46', '42', '43', '47', '103', '102'].map(ground => [ground, '30']),
  base: [['47', '30']],
  kept: ['47', '30'],
  small: ['40', '37'],
  cause: {
    content: ['43', '30'],
    metadata: ['46', '30'],
    rewritten: ['47', '30'],
    deleted: ['103', '30'],
    opaque: ['44', '97'],
    type: ['42', '30'],
    storedTwice: ['102', '30'],
    neverVisible: ['106', '30'],
  },
  age: [...['103', '43', '102', '42', '106', '46'].map(ground => [ground, '30']), ['44', '97'], ['47', '30']],
}

export const MANY_COLOURS = paletteOf(MANY, colour => [`48;5;${colour}`, LIGHT.has(colour) ? BLACK : WHITE], [BLACK])
export const MANY_HIGH_CONTRAST = paletteOf(DEEP, colour => [`48;5;${colour}`, WHITE], [WHITE])
export const FEW_COLOURS = paletteOf(FEW, codes => codes, ['30'])
export const FEW_HIGH_CONTRAST = paletteOf(BRIGHT, codes => codes, ['30'])

function paletteOf<T>(
  colours: Colours<T>,
  codesOf: (colour: T) => readonly string[],
  edge: readonly string[],
): TilePalette {
  // The same array for the same paint: cells beside each other are then known to look alike.
  const kept = new Map<string, readonly string[]>()
  return {
    edge,
    codes: paint => {
      const key = paintKey(paint)
      const codes = kept.get(key) ?? codesOf(colourOf(colours, paint))
      kept.set(key, codes)
      return codes
    },
  }
}

function colourOf<T>({layer, base, kept, small, cause, age}: Colours<T>, paint: Paint): T {
  switch (paint.kind) {
    case 'layer':
      return layer[paint.index % layer.length]!
    case 'base':
      return base[paint.index % base.length]!
    case 'cause':
      return cause[paint.cause]
    case 'kept':
      return kept
    case 'small':
      return small
    case 'age':
      return age[Math.min(paint.index, AGES.length)]!
  }
}
