/** Links that Linux follows on the way to one path before it says ELOOP: path_resolution(7). */
export const MOST_LINKS = 40
