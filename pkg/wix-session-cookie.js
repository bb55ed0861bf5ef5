// (being written)
export const cookie = () => {}
