export default { prerender: ["/guide"] };
