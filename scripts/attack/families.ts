/** All attacks, by what attacks. */
import { encodings } from './encodings';
import type { Family } from './family';
import { forgedLedgers } from './forged-ledgers';
import { forgedRegistries } from './forged-registries';
import { hostileFolders } from './hostile-folders';
import { hostileServers } from './hostile-servers';
import { kills } from './kills';
import { schemas } from './schemas';
import { secrets } from './secrets';

export const families: readonly Family[] = [
  hostileFolders,
  forgedRegistries,
  encodings,
  hostileServers,
  secrets,
  forgedLedgers,
  schemas,
  kills,
];
