export const panel = {
  members: 'Members',
}
