// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.io.IOException;

/// The other host will not take the account as things are. The message says why, in one sentence.
final class MoveRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    MoveRefusedException(String reason) {
        super(reason);
    }
}
