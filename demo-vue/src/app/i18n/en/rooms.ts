export const rooms = {
  title: 'Rooms',
}
