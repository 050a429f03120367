// Stand-in for a script that the Go module lacks: modules have no folders named `vendor`. The original
// asks before a page with unsaved text is left.
export function initAreYouSure() {}
export function applyAreYouSure() {}
