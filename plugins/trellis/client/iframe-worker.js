// For sites made to be opened from a disk, where browsers start no workers, and Material searches in one. Its plugin
// would fetch this from another host.

import "iframe-worker/shim";
