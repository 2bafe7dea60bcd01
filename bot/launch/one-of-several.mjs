/** One server of several: whoever started it ends it. What is typed at the terminal reaches it too, and is not for it. */
const ignore = () => {}
process.on('SIGINT', ignore)
await import('../start.mjs')
process.removeAllListeners('SIGINT')
process.on('SIGINT', ignore)
