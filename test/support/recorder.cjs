// Loaded into a process before anything else: notes every write, program and connection in the file RECORD names.
const childProcess = require('node:child_process');
const dgram = require('node:dgram');
const fs = require('node:fs');
const net = require('node:net');

const file = process.env.RECORD;
const { appendFileSync } = fs;
let isNoting = false;

function note(what, subject) {
  if (isNoting) return;
  isNoting = true;
  appendFileSync(file, `${what} ${describe(subject)}\n`);
  isNoting = false;
}

/** Of what a program is started with, its file. */
function describe(subject) {
  return typeof subject === 'object' && subject !== null ? JSON.stringify(subject.file ?? '') : String(subject);
}

function watch(owner, name, what = name, matters = () => true) {
  const original = owner[name];
  if (typeof original !== 'function') return;
  owner[name] = function watched(...words) {
    if (matters(...words)) note(what, words[0]);
    return Reflect.apply(original, this, words);
  };
}

const reading = new Set(['r', 'rs', 'sr', undefined, null]);
const opensToWrite = (_path, flags) =>
  typeof flags === 'number'
    ? (flags & (fs.constants.O_WRONLY | fs.constants.O_RDWR | fs.constants.O_CREAT)) !== 0
    : typeof flags !== 'function' && !reading.has(flags);

const writers =
  'appendFile chmod chown copyFile cp lchmod lchown lutimes link mkdir mkdtemp rename rm rmdir symlink truncate unlink utimes writeFile'.split(
    ' ',
  );
for (const owner of [fs, fs.promises]) {
  watch(owner, 'open', 'open', opensToWrite);
  for (const name of writers) watch(owner, name);
}
watch(fs, 'openSync', 'open', opensToWrite);
watch(fs, 'createWriteStream');
for (const name of writers) watch(fs, `${name}Sync`, name, name === 'appendFile' ? (path) => path !== file : undefined);

watch(childProcess.ChildProcess.prototype, 'spawn', 'spawn');
for (const name of ['spawnSync', 'execSync', 'execFileSync']) watch(childProcess, name, 'spawn');
watch(net.Socket.prototype, 'connect', 'connect');
watch(dgram.Socket.prototype, 'send', 'send');
watch(dgram.Socket.prototype, 'connect', 'connect');
note('began', process.pid);
