// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// A request to another host, on the side that asks. One thread may read while another writes.
public interface HostCall {

    /// Streams to the other host; see {@link HostRequest#write}.
    void write(byte[] octets, int offset, int length) throws IOException;

    default void write(byte[] octets) throws IOException {
        write(octets, 0, octets.length);
    }

    void flush() throws IOException;

    /// Nothing more is streamed.
    void end() throws IOException;

    /// The next piece of what the other host streams; empty when its answer has come.
    Optional<byte[]> read() throws IOException;

    /// How long each following read may wait.
    void readDeadline(Duration limit);

    /// Ends our stream if it has not ended, skips what is still streamed and gives the answer. After
    /// it the connection takes the next call.
    HostAnswer answer() throws IOException;
}
