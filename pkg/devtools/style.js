// The styles of the panel. Contrast: texts 4.5, edges of controls 3, in both themes. Nothing moves.

export const CSS = `
:host { all: initial !important; display: block !important; }
*, ::before { box-sizing: border-box; margin: 0; padding: 0; font: inherit; color: inherit; }
[hidden] { display: none !important; }
aside {
  --page: #fff; --ink: #1d2125; --soft: #5b6470; --line: #dcdfe4; --edge: #7c8590;
  --good: #17663f; --bad: #b3261e; --accent: #1f4fd1; --new: #6b3fa0;
  position: fixed; z-index: 2147483647; inset: auto 12px 12px auto;
  display: flex; flex-direction: column-reverse; align-items: flex-end; gap: 8px;
  max-inline-size: calc(100vw - 24px); max-block-size: calc(100vh - 24px);
  font: 13px/1.45 system-ui, sans-serif; color: var(--ink); text-align: start; color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  aside {
    --page: #1d2125; --ink: #e6e8eb; --soft: #a3adb9; --line: #3a414a; --edge: #8a94a0;
    --good: #6fcf97; --bad: #ff9d94; --accent: #9db8ff; --new: #c9a6f5;
  }
}
button { border: 1px solid var(--edge); border-radius: 6px; background: var(--page); padding: 5px 10px; cursor: pointer; min-block-size: 30px; }
button:hover { border-color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.toggle { display: flex; align-items: center; gap: 7px; border-radius: 99px; padding: 7px 14px; box-shadow: 0 2px 10px #0004; }
.hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.dot { inline-size: 9px; block-size: 9px; border-radius: 9px; background: var(--edge); }
[data-state=visitor] .dot { background: var(--accent); }
[data-state=member] .dot, [data-state=external] .dot { background: var(--good); }
[data-state=expired] .dot { background: var(--bad); }
.faults, .bad { color: var(--bad); font-weight: 600; }
.content {
  inline-size: 420px; max-inline-size: 100%; overflow: auto; overscroll-behavior: contain; min-block-size: 0;
  background: var(--page); border: 1px solid var(--edge); border-radius: 10px; box-shadow: 0 8px 30px #0005; padding: 12px 14px;
}
.head { display: flex; justify-content: space-between; align-items: center; }
h2, h3, strong, .count { font-weight: 600; }
h2 { font-size: 15px; }
h3 { color: var(--soft); }
section { border-block-start: 1px solid var(--line); margin-block-start: 10px; padding-block-start: 8px; position: relative; }
section > button { position: absolute; inset: 6px 0 auto auto; min-block-size: 24px; padding: 1px 8px; }
section > button ~ * { margin-block-start: 8px; }
dl > div { display: flex; gap: 8px; padding-block: 2px; align-items: baseline; }
dt { flex: none; inline-size: 118px; color: var(--soft); }
dd, li, p { overflow-wrap: anywhere; min-inline-size: 0; }
dd button { min-block-size: 24px; padding: 1px 8px; }
.soft, time, .took { color: var(--soft); }
.switches { display: grid; gap: 6px; margin-block: 6px; }
[role=switch] { display: flex; flex-wrap: wrap; align-items: center; gap: 0 7px; text-align: start; }
.knob { inline-size: 28px; block-size: 16px; border-radius: 8px; border: 1px solid var(--edge); display: grid; padding: 2px; }
.knob::before { content: ""; inline-size: 10px; block-size: 10px; border-radius: 5px; background: var(--edge); }
[aria-checked=true] .knob { background: var(--bad); border-color: var(--bad); }
[aria-checked=true] .knob::before { background: var(--page); justify-self: end; }
section > div > button { margin-inline-end: 6px; }
.switches > button { margin: 0; }
.log { max-block-size: 260px; overflow: auto; }
ol, ul { list-style: none; }
.log li { border-inline-start: 3px solid var(--edge); padding: 3px 0 3px 8px; margin-block-end: 4px; }
.log li[data-kind=call] { border-color: var(--good); }
.log li[data-kind=token] { border-color: var(--accent); }
.log li[data-kind=session] { border-color: var(--new); }
.log li[data-kind=refused] { border-color: var(--bad); }
time { margin-inline-end: 8px; font-variant-numeric: tabular-nums; }
.log p { color: var(--bad); }
.log .advice { color: var(--ink); }
@media (max-width: 480px) {
  aside { inset-inline: 12px; }
  .content { inline-size: 100%; }
  button, dd button, section > button { min-block-size: 32px; }
  section > button ~ * { margin-block-start: 16px; }
}
@media (forced-colors: active) {
  .dot, .knob::before { forced-color-adjust: none; }
}
`
