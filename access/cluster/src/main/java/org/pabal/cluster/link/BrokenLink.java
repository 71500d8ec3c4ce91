// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.link;

import java.io.IOException;

/// The peer does not keep the protocol: nothing more can be said over this connection.
final class BrokenLink extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenLink(String message) {
        super(message);
    }
}
