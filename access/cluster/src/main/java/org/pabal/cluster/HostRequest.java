// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// A request of another host, on the side that serves it. For one thread that reads and one that
/// writes; both may be the same as long as neither side sends much before it reads.
public interface HostRequest {

    /// Who asks, by its certificate.
    String host();

    Map<String, String> arguments();

    /// The next piece of what the asker streams, at most {@link HostConnection#MAX_PIECE_OCTETS};
    /// empty once it has ended its stream.
    Optional<byte[]> read() throws IOException;

    /// Streams to the asker; sent when much has gathered or at {@link #flush}. Waits while the asker
    /// takes nothing, for the write deadline at most.
    void write(byte[] octets, int offset, int length) throws IOException;

    default void write(byte[] octets) throws IOException {
        write(octets, 0, octets.length);
    }

    void flush() throws IOException;

    /// How long each following read may wait.
    void readDeadline(Duration limit);
}
