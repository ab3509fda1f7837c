// parse_hl7.js FILE: simple-hl7 (an npm peer) parses every message, no more.
const fs = require('fs');
const {Parser} = require(process.argv[3] + '/node_modules/simple-hl7');
const messages = fs.readFileSync(process.argv[2], 'utf8')
	.split('MSH|').slice(1).map((m) => 'MSH|' + m.trim());
const parser = new Parser();
const start = process.cpuUsage();
for (const m of messages) parser.parse(m);
const used = process.cpuUsage(start);
console.log((used.user + used.system) / 1e3);
