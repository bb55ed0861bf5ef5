const title = document.querySelector("#greeting");
const guestLine = document.querySelector("#guest");

/** What the shop says to whoever comes in. */
export const greet = {
  back() {
    title.textContent = "Welcome back.";
  },
  guest(name) {
    guestLine.textContent = `Today you are guest ${name}.`;
  },
  farewell() {
    title.textContent = "Goodbye.";
    guestLine.textContent = "Nobody here knows you now.";
  },
};
