import { createAuth } from "fetch-with-auth";
import { sessionPlugin } from "fetch-with-auth/vue";

export default defineNuxtPlugin(({ vueApp }) => {
  const { client: clientId, api: apiOrigin } = useRoute().query;
  vueApp.use(sessionPlugin({ auth: createAuth({ clientId, apiOrigin }) }));
});
