// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.io.IOException;

/// Reaches the hosts to which accounts go.
@FunctionalInterface
interface Targets {
    MoveTarget connect(String host) throws IOException;
}
