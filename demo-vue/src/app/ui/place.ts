const EDGE = 8
const GAP = 4

/** Above everything, whatever it is part of: what is fixed inside of something transformed or clipped is not. */
export function raise(panel: HTMLElement | null): void {
  panel?.showPopover?.() // without it, in browsers of before 2024, it is above what is near
}

/** Where a panel goes that belongs to a button: below it where there is room, else above; never over the edge of the window. */
export function placeBy(button: DOMRect, panel: DOMRect): { top: string; left: string } {
  const below = button.bottom + GAP
  const top = below + panel.height + EDGE > innerHeight ? Math.max(EDGE, button.top - panel.height - GAP) : below
  const left = Math.max(EDGE, Math.min(button.right - panel.width, innerWidth - panel.width - EDGE))
  return { top: `${top}px`, left: `${left}px` }
}
