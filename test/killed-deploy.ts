// A deploy in a process of its own, for tests that kill it on the way.
//
// node <built("test/killed-deploy.ts")> <looker.ini> <looker.yml>
import { runDeploy } from "../cli/commands/deploy.ts";

const [ini = "", model = ""] = process.argv.slice(2);
await runDeploy({ ini }, { model }, process.stdout);
