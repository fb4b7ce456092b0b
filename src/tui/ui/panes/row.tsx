import {Box, Text} from 'ink'
import {memo} from 'react'

/** One line of the screen: a string that a pure row function made, no wider than its place. */
export const Row = memo(function Row({text}: {readonly text: string}) {
  // A text without a character would take no row at all.
  return <Text wrap="truncate">{text || ' '}</Text>
})

/** Lines below each other: exactly `height` of them. */
export function Rows({lines, width, height}: {lines: readonly string[]; width: number; height: number}) {
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0}>
      {lines.slice(0, height).map((text, i) => (
        <Row key={i} text={text} />
      ))}
    </Box>
  )
}
