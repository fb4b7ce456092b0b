import {afterEach, describe, expect, it} from 'vitest'
import {speakLanguage} from '../../src/text/language.ts'
import {stateWord, statusWords} from '../../src/tui/app/home/container-words.ts'

const STATUSES = [
  ['Up 3 hours', '已运行 3 小时'],
  ['Up About a minute (healthy)', '已运行 约 1 分钟（健康）'],
  ['Up 2 minutes (Paused)', '已运行 2 分钟（已暂停）'],
  ['Exited (137) 2 days ago', '2 天前退出（137）'],
  ['Restarting (1) Less than a second ago', '不到 1 秒前重启（1）'],
  ['Created', '已创建'],
  ['Up to something (odd)', 'Up to something (odd)'],
  ['Removal In Progress', 'Removal In Progress'],
  ['Up 3 constructors', 'Up 3 constructors'],
] as const

afterEach(() => speakLanguage('en'))

describe('how a container is', () => {
  it.each(STATUSES)('%s is told as the engine says it, in Chinese as %s', async (status, chinese) => {
    expect(statusWords(status)).toBe(status)
    await speakLanguage('zh')
    expect(statusWords(status)).toBe(chinese)
  })

  it('has a word for each state', async () => {
    expect(['running', 'exited', 'toString'].map(stateWord)).toEqual(['running', 'exited', 'toString'])
    await speakLanguage('zh')
    expect(['created', 'exited', 'odd'].map(stateWord)).toEqual(['已创建', '已退出', 'odd'])
  })
})
