import { describe, expect, it } from 'vitest'
import { bytesOf, draftOf } from '../../../src/app/room/draft'
import { ALL, everybody, matching, mentioned, queryAt, split } from '../../../src/app/room/mentions'

const ann = { id: 'ann', name: 'Ann' }
const annLee = { id: 'u.1', name: 'Ann Lee' }
const ming = { id: 'u.2', name: '小明' }

describe('mentions', () => {
  it('are found by name, the longest first, whatever their case', () => {
    expect(split('@ann lee and @ann!', [ann, annLee])).toEqual([{ id: 'u.1', name: 'ann lee' }, ' and ', { id: 'ann', name: 'ann' }, '!'])
  })

  it('need no space where the script has none', () => {
    expect(mentioned('你好@小明请看', [ming])).toEqual(['u.2'])
  })

  it('are whole words', () => {
    expect(mentioned('@Anna x@Ann @@Ann', [ann])).toEqual([])
  })

  it('take names as they are, not as patterns', () => {
    expect(mentioned('@a.b(c)* @axb(c)*', [{ id: 'odd', name: 'a.b(c)*' }])).toEqual(['odd'])
  })

  it('are each one once', () => {
    expect(mentioned('@Ann @Ann @小明', [ann, ming])).toEqual(['ann', 'u.2'])
  })

  it('may be of everybody, in any language of the page', () => {
    expect(mentioned('@all', everybody())).toEqual([ALL])
    expect(mentioned('@所有人', everybody())).toEqual([ALL])
  })

  it('are completed left of the caret', () => {
    expect(queryAt('hi @an there', 6)).toEqual({ at: 3, text: 'an' })
    expect(queryAt('你好@', 3)).toEqual({ at: 2, text: '' })
    expect(queryAt('a@b', 3)).toBeUndefined()
    expect(queryAt('@a b', 4)).toBeUndefined()
  })

  it('are offered by the beginning of any word, the beginning of the name first', () => {
    const people = [{ id: '1', name: 'Bo Lee' }, { id: '2', name: 'Lena' }, { id: '3', name: 'Carol' }]
    expect(matching(people, 'le').map(({ id }) => id)).toEqual(['2', '1'])
    expect(matching(people, '')).toHaveLength(3)
    expect(matching(people, 'x')).toEqual([])
  })
})

describe('a draft', () => {
  it('is kept for each user and room, and gone when it is empty', () => {
    draftOf('alice', 'g.1').save({ text: 'hello', people: [ann] })
    expect(draftOf('alice', 'g.1').load()).toEqual({ text: 'hello', people: [ann] })
    expect(draftOf('bob', 'g.1').load().text).toBe('')
    draftOf('alice', 'g.1').save({ text: '', people: [] })
    expect(localStorage.getItem('imbed.draft.alice.g.1')).toBeNull()
  })

  it('is nothing where what is kept is of another kind', () => {
    localStorage.setItem('imbed.draft.alice.g.2', 'null')
    expect(draftOf('alice', 'g.2').load()).toEqual({ text: '', people: [] })
  })

  it('is measured in bytes', () => {
    expect(bytesOf('a小🎉')).toBe(1 + 3 + 4)
  })
})
