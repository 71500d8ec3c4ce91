// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.io.IOException;
import java.util.UUID;

/// Asks the hosts from which accounts come.
@FunctionalInterface
interface Sources {
    SourceState state(String host, UUID move) throws IOException;
}
