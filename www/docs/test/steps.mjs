// What a page tells its reader to do: commands to run, one a line, and files to write, each named
// in its first line.
export function steps(text) {
  return [...text.matchAll(/^```(\w+)\n([^]*?)^```/gm)].flatMap(([, language, code]) => {
    if (language == 'sh') return code.trim().split('\n').map(line => ({ command: line.replace(/ #.*/, '') }))
    const name = /^(?:\/\/ (\S+)|<!-- (\S+) -->)\n/.exec(code)
    return name ? [{ file: name[1] ?? name[2], text: code.slice(name[0].length) }] : []
  })
}
