//! The allocator of the modules that a page loads: TLSF, small and constant in time.

#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
