import {Box, Text, Transform, useIsScreenReaderEnabled} from 'ink'
import {memo} from 'react'
import {readable} from '../readable.ts'

/**
 * One line of the screen: a string that a pure row function made, no wider than its place. To Ink it is a blank that becomes
 * the line only when it is drawn: what is known to fit need not be measured, wrapped and laid out again at every key.
 */
export const Row = memo(function Row({text}: {readonly text: string}) {
  const isHeard = useIsScreenReaderEnabled()
  return (
    <Transform transform={() => text} {...(isHeard ? {accessibilityLabel: readable(text)} : {})}>
      <Text> </Text>
    </Transform>
  )
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
