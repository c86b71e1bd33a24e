/** What opens over the page, from the list of rooms. */
export type DialogKey = 'settings' | 'devices' | 'shortcuts' | 'group' | 'direct' | 'switch'
