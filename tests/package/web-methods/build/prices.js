export const price = "SECRET-OF-AN-IMPORT";
