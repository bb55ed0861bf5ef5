import * as ours from "./moments/fetch-with-auth.js";
import * as theirs from "./moments/wix-sdk.js";

/** Shows the code of the moment that a button makes, here and with the SDK. The functions are what tests run. */
export function openCode(details) {
  const [here, sdk] = details.querySelectorAll("code");
  return (moment) => {
    here.textContent = `${ours[moment]}`;
    sdk.textContent = `${theirs[moment]}`;
    details.hidden = false;
  };
}
