// SPDX-License-Identifier: Apache-2.0
package org.pabal.fetch;

import java.io.IOException;

/// Takes messages as they arrive, one after the other.
public interface BodyTaker {

    /// A message begins.
    ///
    /// @param octets that will come
    /// @return takes them; what is not wanted is to be dropped there
    Sink begin(long octets) throws IOException;

    /// The message that began last is whole.
    void end(long uid) throws IOException;

    /// Takes the octets of a message. The array is only lent.
    interface Sink {
        void write(byte[] octets, int offset, int length) throws IOException;
    }
}
