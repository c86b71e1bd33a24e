import { describe, expect, it } from 'vitest'
import { format, parse } from '../../src/app/composables/route'
import type { Route } from '../../src/app/composables/route'

describe('the address of the page', () => {
  const routes: Route[] = [{ at: 'home' }, { at: 'discover' }, { at: 'room', room: 'g.1' }, { at: 'room', room: 'a:b@c~d', seq: 12 }]

  it.each(routes)('says where the user is: %j', (route) => {
    expect(parse(format(route))).toEqual(route)
  })

  it.each(['', '#', '#/room', '#/room/', '#/room/%', '#/room/a/b', '#/other'])('is home where it says nothing: %s', (hash) => {
    expect(parse(hash)).toEqual({ at: 'home' })
  })
})
