import { createClient } from "@supabase/supabase-js";
import { api, report, withToken } from "./report.js";

const { auth } = createClient(api, "cold");

report(async (url) => {
  const stored = await auth.getSession();
  const { data } = stored.data.session ? stored : await auth.signInAnonymously();
  return withToken(data.session.access_token)(url);
});
