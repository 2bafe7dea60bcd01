/** What the build makes addresses of. */
declare module '*.woff2' {
  const address: string
  // biome-ignore lint/style/noDefaultExport: the bundler makes it so
  export default address
}
