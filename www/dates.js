/** Dates and times, written alike on every page. */
const format = (options) => (date) => new Intl.DateTimeFormat("en-GB", options).format(new Date(date));

export const formatDate = format({ dateStyle: "long" });
export const formatTime = format({ timeStyle: "short" });
export const formatDateTime = format({ dateStyle: "long", timeStyle: "short" });
