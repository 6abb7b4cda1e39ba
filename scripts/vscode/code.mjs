#!/usr/bin/env node
// Replaces VS Code's desktop executable where there is none: see stand-in.ts.
import { createRequire } from 'node:module';
import { register } from 'tsx/cjs/api';

register();
createRequire(import.meta.url)('./stand-in.ts');
