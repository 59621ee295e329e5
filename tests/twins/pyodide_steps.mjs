// Runs twins under CPython as compiled to WebAssembly and prints their step logs as JSON.
//
//   node pyodide_steps.mjs PYODIDE_DIR PROJECT_DIR < RUNS.json > LOGS.json
//
// RUNS is [{"program": "scenarios/x/x.py", "set": ["DELAY=3", ...], "text": "its source, else that of the file"},
// ...], the result
// {"python": "3.14.2", "logs": [{"steps": "...", "error": null}, ...]}. All run in one interpreter.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [pyodideDir, projectDir] = process.argv.slice(2);
const runs = readFileSync(0, 'utf8');

const { loadPyodide } = await import(pathToFileURL(join(pyodideDir, 'pyodide.mjs')));
// What the programs print belongs into their logs; what the interpreter says goes to stderr.
const python = await loadPyodide({ stdout: console.error, stderr: console.error });

const recorder = join(projectDir, 'recorder', 'loopscope_recorder');
python.FS.mkdirTree('/recorder/loopscope_recorder');
for (const file of readdirSync(recorder).filter((name) => name.endsWith('.py'))) {
    python.FS.writeFile(`/recorder/loopscope_recorder/${file}`, readFileSync(join(recorder, file)));
}
python.FS.mkdirTree('/project');
for (const { program, text } of JSON.parse(runs)) {
    if (text) continue; // it comes along
    const path = join('/project', program);
    python.FS.mkdirTree(join(path, '..'));
    python.FS.writeFile(path, readFileSync(join(projectDir, program)));
}
python.globals.set('runs_json', runs);
console.log(python.runPython(`
import os, sys
sys.path.insert(0, '/recorder')
os.chdir('/project')
from loopscope_recorder.steps import logs_of
logs_of(runs_json)
`));
