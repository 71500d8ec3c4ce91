// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.Closeable;
import java.io.IOException;

/// The octets of a socket as they travel, below TLS.
interface RawSocket extends Closeable {

    /// Waits for octets.
    ///
    /// @param nanos at most; above zero
    /// @return how many, or -1 at the end of the stream
    /// @throws java.net.SocketTimeoutException after that time
    int read(byte[] into, int offset, int length, long nanos) throws IOException;

    /// Waits until the system has taken all.
    void write(byte[] octets, int offset, int length) throws IOException;

    /// Whether a read that timed out can be tried again.
    boolean canTryAgain();

    /// How many octets the system holds for a read.
    int available() throws IOException;

    /// Looks after deadlines that the socket cannot keep itself.
    void check(long now);

    void shutdownInput() throws IOException;

    void shutdownOutput() throws IOException;

    @Override
    void close() throws IOException;
}
