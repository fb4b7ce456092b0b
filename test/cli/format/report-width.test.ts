import {describe, expect, it} from 'vitest'
import type {CheckReport} from '../../../src/cli/format/check-report.ts'
import {checkText} from '../../../src/cli/format/check-text.ts'
import {wasteText} from '../../../src/cli/format/waste-text.ts'
import type {Analysis} from '../../../src/image/analysis/analyse.ts'
import {figuresOf} from '../../../src/image/analysis/figures.ts'
import type {Finding} from '../../../src/image/analysis/finding.ts'
import type {LoadedImage} from '../../../src/operations/load-image.ts'
import {width} from '../../../src/text/width.ts'
import {type Analysed, analysed, file, type Step} from '../../image/analysis/analysed.ts'

const run = (text: string, ...puts: ReturnType<typeof file>[]): Step => ({
  by: `RUN /bin/sh -c ${text} # buildkit`,
  puts,
})
const long = 'apt-get update && apt-get install --no-install-recommends -y a-rather-long-name-of-a-package '.repeat(5)
const IMAGES: readonly [string, readonly Step[]][] = [
  ['nothing', []],
  ['one layer', [run('make', file('a', 100))]],
  ['nothing to find', [run('make', file('a', 100)), run('more', file('b', 100))]],
  [
    'a long instruction',
    [run(long, file('tmp/x', 100), file(`var/log/${'deep/'.repeat(40)}x`, 5e6)), run('rm', {path: 'tmp/.wh.x'})],
  ],
  [
    'wide characters',
    [
      run('echo 漢字', ...Array.from({length: 9}, (_, i) => file(`tmp/漢字漢字漢字${i}`, 100 * i))),
      run('rm', {path: '.wh.tmp'}),
    ],
  ],
  ['a hundred findings', Array.from({length: 100}, (_, i) => run(`step ${i}`, file(`tmp/f${i}`, 1000 + i)))],
  ['500 layers', Array.from({length: 500}, (_, i) => run(`step ${i}`, file(`f${i % 9}`, 10 + i)))],
]

function loaded({union}: Analysed): LoadedImage {
  const layers = union.layers.map(index => ({index, failure: null, trust: null, claimed: {diffId: null, digest: null}}))
  const image = {
    reference: 'docker-archive:./image.tar',
    transport: 'docker-archive',
    layers,
  } as unknown as LoadedImage['image']
  return {image, layers, union, figures: figuresOf(union), faults: []}
}

function report(image: LoadedImage, analysis: Analysis, findings: readonly Finding[]): CheckReport {
  const evidence = ['/srv/'.padEnd(200, 'x'), 'layer 3']
  const verdicts = [
    {
      budget: 'size',
      about: null,
      passed: false,
      message: 'the size of all layers is 1.2 GB (1,200,000,000 B), more than 1 GB (1,000,000,000 B)',
      evidence,
      more: 0,
    },
  ]
  return {loaded: image, analysis, verdicts, findings, silenced: [], leaves: null, excludesBase: false}
}

describe('the texts of waste and check', () => {
  it.each(IMAGES)('keep within 80 columns for an image of %s, and say every word', async (_, steps) => {
    const analysis = await analysed(steps)
    const image = loaded(analysis)
    for (const [narrow, wide] of [
      [wasteText(image, analysis, 80), wasteText(image, analysis, null)],
      [
        checkText(report(image, analysis, analysis.findings), 80),
        checkText(report(image, analysis, analysis.findings), null),
      ],
    ] as const) {
      for (const line of narrow.split('\n')) expect(width(line), line).toBeLessThanOrEqual(80)
      // A line that is continued ends in a backslash.
      expect(narrow.replaceAll(' \\\n', '\n').replace(/\s+/g, '')).toBe(wide.replace(/\s+/g, ''))
      expect(narrow).not.toMatch(/undefined|NaN|null|Infinity/)
    }
  })
})
