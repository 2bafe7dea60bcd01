/** Where an error was thrown, without a word of what it says: a message may quote what a member wrote. */

const frame = /^\s+at .*:\d+:\d+\)?$/

/** At most so many frames of an error's stack, the innermost first. */
export function framesOf({ stack = '', message }: Error, most: number): readonly string[] {
  // The message stands in front of them, and may itself have lines that read like one.
  const after = stack.indexOf(message)
  return stack
    .slice(after < 0 ? 0 : after + message.length)
    .split('\n')
    .filter((line) => frame.test(line))
    .slice(0, most)
    .map((line) => line.trim())
}
