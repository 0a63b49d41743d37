// A process that opens the stack of a folder, says so in one line of JSON, and lets go when its input ends.
import { openStack } from "../../local/stack.ts";
import { thisMachine } from "../../local/stack/machine.ts";

const [folder = "", packageFolder, uid] = process.argv.slice(2);
const machine = packageFolder === undefined ? thisMachine() : { ...thisMachine(), packageFolder };
if (uid !== undefined) {
  // Everything is loaded, so the rest may run as somebody who could not read it.
  process.setgroups?.([]);
  process.setgid?.(Number(uid));
  process.setuid?.(Number(uid));
}
const stack = await openStack({ folder }, { ...machine, root: process.getuid?.() === 0 });
console.log(JSON.stringify({ url: stack.url, how: stack.how, folder: stack.folder }));
process.stdin.resume();
process.stdin.once("end", () => {
  void stack.release().then(() => console.log("released"));
});
