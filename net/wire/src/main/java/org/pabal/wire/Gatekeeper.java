// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.net.InetAddress;

/// Who is let in at all: asked for each connection before anything is said to it, on the thread that
/// accepts, and told what clients do. Neither blocks.
public interface Gatekeeper {

    Gatekeeper OPEN =
            new Gatekeeper() {
                @Override
                public boolean refuses(InetAddress peer) {
                    return false;
                }

                @Override
                public void noticed(
                        InetAddress peer, String service, Misconduct what, String detail) {}
            };

    boolean refuses(InetAddress peer);

    /// @param service the listener's name
    /// @param detail in a few words, for the evidence
    void noticed(InetAddress peer, String service, Misconduct what, String detail);
}
