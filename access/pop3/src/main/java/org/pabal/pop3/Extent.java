// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

/// How much of a message is sent. It is asked of each piece in turn.
interface Extent {

    /// @return how many of the next octets belong to it
    int take(byte[] octets, int length);

    /// Whether nothing of what follows belongs to it.
    boolean isReached();

    Extent WHOLE =
            new Extent() {
                @Override
                public int take(byte[] octets, int length) {
                    return length;
                }

                @Override
                public boolean isReached() {
                    return false;
                }
            };
}
