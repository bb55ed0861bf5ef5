//! Means for the end-to-end tests: browsers, the stand-in, pages.
