import {describe, expect, it} from 'vitest'
import {wasteAt, wasteByPath} from '../../../src/image/analysis/waste/waste-by-path.ts'
import {wastedFiles} from '../../../src/image/analysis/waste/wasted-files.ts'
import {analysed, file} from './analysed.ts'

describe('what is wasted at and below a path', () => {
  it('sums up to what the image wastes, by cause', async () => {
    const same = {content: 'a'.repeat(4000)}
    const {union, wasted} = await analysed([
      {by: 'ADD x', puts: [file('srv/a', 4000, same), file('srv/b', 300), file('srv/c', 20), file('keep/d', 9)]},
      {by: 'RUN chown', puts: [file('srv/a', 4000, {...same, uid: 5}), {path: 'srv/.wh.b'}]},
      {by: 'RUN sed', puts: [file('srv/c', 25)]},
    ])
    const waste = wasteByPath(union, wastedFiles(union))
    const at = (path: string) => wasteAt(waste, union.find(path))
    expect(at('srv')).toEqual([
      {cause: 'content', bytes: 20},
      {cause: 'metadata', bytes: 4000},
      {cause: 'deleted', bytes: 300},
    ])
    expect(at('srv/b')).toEqual([{cause: 'deleted', bytes: 300}])
    expect(at('keep')).toEqual([])
    expect(wasteAt(waste, 0).reduce((sum, {bytes}) => sum + bytes, 0)).toBe(wasted.yours + wasted.base)
  })
})
