import { createRequire } from 'node:module'

/** Listens on a free port of loopback, and says where, and which version of the library is here. */
export function start(http, library) {
  const { version } = createRequire(import.meta.url)(`${library}/package.json`)
  // With the default backlog of 511, connecting everybody takes longer. Node sets TCP_NODELAY by itself.
  http.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, () => {
    console.log(`READY ws=ws://127.0.0.1:${http.address().port}/ version=${version}, Node ${process.versions.node}`)
  })
}
