// The modules as files: the same names and types.
import * as slim from "fetch-with-auth/slim";
import * as main from "fetch-with-auth";
import "fetch-with-auth/slim/members";

const same: typeof main = slim;
const alsoTheSame: typeof slim = main;
export { alsoTheSame, same };
