import { describe, expect, it } from 'vitest'
import { guestId, idOf, isShortEnough, nameOfGuest, tokenOf } from '../../src/app/composables/credentials'
import { initialsOf } from '../../src/app/ui/avatar'

describe('a guest', () => {
  it('is called by any name, with an id in the alphabet of ids', () => {
    expect(guestId(' Alice ')).toBe('alice')
    expect(guestId('小明')).toBe('u.e5b08fe6988e')
    for (const name of ['小明', 'Ann Lee', 'Zoë', '👩‍🚀', 'x'.repeat(60), '名'.repeat(20)]) {
      expect(guestId(name)).toMatch(/^[A-Za-z0-9._:~@-]{1,128}$/)
    }
  })

  it('has a name that ids have room for', () => {
    expect(['小明', 'x'.repeat(60), '名'.repeat(21)].map(isShortEnough)).toEqual([true, true, true])
    expect(isShortEnough('名'.repeat(22))).toBe(false)
  })

  it('shows the server both', () => {
    expect(tokenOf({ kind: 'guest', name: 'Ann Lee' })).toBe('guest:u.616e6e206c6565 Ann Lee')
  })

  it('is called by the name that the id was made of, where no other is known', () => {
    expect(['u.e5b08fe6988e', 'u.616e6e206c6565'].map(nameOfGuest)).toEqual(['小明', 'ann lee'])
    for (const id of ['bob', 'u.zz', 'u.ff', 'u.426f62', 'u.626f62']) expect(nameOfGuest(id)).toBeUndefined()
  })

  it('is written to by name, and users with tokens by id', () => {
    expect(idOf('guest', ' Bob ')).toBe('bob')
    expect(idOf('token', ' Bob ')).toBe('Bob')
  })

  it('has initials', () => {
    expect(['ann', 'Ann Lee', '王小明', 'a.b', '', '👩‍🚀 x'].map(initialsOf)).toEqual(['A', 'AL', '明', 'AB', '?', '👩X'])
  })
})
