import {Text} from 'ink'
import {memo} from 'react'

/** One line of the screen: a string that a pure row function made, exactly as wide as its place. */
export const Row = memo(function Row({text}: {readonly text: string}) {
  return <Text wrap="truncate">{text}</Text>
})

/** Lines below each other. */
export function Rows({lines}: {readonly lines: readonly string[]}) {
  return lines.map((text, i) => <Row key={i} text={text} />)
}
