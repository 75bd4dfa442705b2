import { parseArgs } from 'node:util';
import { campaign } from './campaign.ts';

/**
 * npm run fuzz -- --frames 1000000 [--seed 1]    throws so many frames, ten thousand by each seed from that one on
 */
const EACH = 10_000;
const { values } = parseArgs({
  options: { frames: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
});

let [thrown, connections, edits, broken] = [0, 0, 0, 0];
const closures = new Map<string, number>();
for (let seed = Number(values.seed); thrown < Number(values.frames); seed += 1) {
  const result = await campaign(seed, EACH);
  thrown += Math.max(1, result.frames);
  connections += result.connections;
  edits += result.edits;
  for (const [code, times] of Object.entries(result.closures))
    closures.set(code, (closures.get(code) ?? 0) + times);
  console.log(
    `seed ${seed}: ${result.frames} frames and ${result.wrong} wrong ones in ${(result.millis / 1000).toFixed(1)} s, ${result.rows} rows, ${result.hostileRows} of them hostile` +
      (result.left === null ? '' : `, ${Math.round(result.left / 1024)} kB left`),
  );
  if (result.violations.length > 0) {
    broken += 1;
    console.error(`seed ${seed}: ${result.violations.map((one) => one.slice(0, 2_000)).join('\n')}`);
  }
}
for (const [code, times] of [...closures].sort(([a], [b]) => Number(a) - Number(b)))
  console.log(`${times}\tclosed with ${code}`);
console.log(
  `${thrown} frames over ${connections} connections, ${edits} honest edits: ${broken} seeds broken`,
);
process.exit(broken === 0 ? 0 : 1);
