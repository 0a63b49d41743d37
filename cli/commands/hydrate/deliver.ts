// `viewfinder hydrate deliver`: what a vendor does with a drop that is signed.
import { Command } from "commander";
import { deliverDrops } from "../../../hydrate/index.ts";

/** The command; a vendor has no model, so it asks for none. */
export function deliverCommand(): Command {
  return new Command("deliver")
    .description("put signed drops on S3, the signature last; nothing is ever written over")
    .argument("<folder>", "a drop that hydrate sign has signed, or a folder of such drops")
    .argument("<to>", "s3://bucket/prefix; each drop gets a folder of its own name below it")
    .addHelpText(
      "after",
      "\nExample:\n  viewfinder hydrate deliver outbox/2026-01 s3://example-drops/vendor-a",
    )
    .action(async (folder: string, to: string) => {
      for (const { address, files } of await deliverDrops(folder, to)) {
        const there = files.filter((file) => file.fate === "there already");
        if (there.length === files.length) {
          console.log(`${address}: was delivered before, and is left as it is`);
          continue;
        }
        console.log(`${address}: delivered`);
        for (const { name, fate } of files)
          console.log(`  ${name}${fate === "delivered" ? "" : `: ${fate}`}`);
      }
    });
}
