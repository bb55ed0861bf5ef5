const title = document.querySelector("#greeting");
const guestLine = document.querySelector("#guest");

/** What the shop says to a person who comes in. */
export const greet = {
  back() {
    title.textContent = "Welcome back.";
  },
  guest(name) {
    guestLine.textContent = `Today you are guest ${name}.`;
  },
  member({ nickname }, count) {
    title.textContent = `Welcome, ${nickname}.`;
    guestLine.textContent = count ? "You are signed in, and your cart has come along." : "You are signed in.";
  },
  gone() {
    title.textContent = "See you soon.";
  },
  guestNow(name) {
    guestLine.textContent = `You are signed out. Today you are guest ${name}.`;
  },
  expired() {
    title.textContent = "Please sign in again.";
    guestLine.textContent = "You were signed in, and that has ended. Your cart is kept for you.";
  },
  farewell() {
    title.textContent = "Goodbye.";
    guestLine.textContent = "This browser has forgotten you.";
  },
};
