// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;

/// A connection to another host's cluster service, for one call after the other. When a call throws,
/// the connection is of no more use and is to be closed.
public interface HostConnection extends Closeable {

    /// Of one piece of a stream; more is cut into several.
    int MAX_PIECE_OCTETS = 64 * 1024;

    /// Of an operation's name with all its arguments, and of an answer's fields.
    int MAX_HEAD_OCTETS = 64 * 1024;

    /// The host at the other end.
    String host();

    HostCall call(String operation, Map<String, String> arguments) throws IOException;

    /// A call without streams.
    default HostAnswer ask(String operation, Map<String, String> arguments) throws IOException {
        return call(operation, arguments).answer();
    }

    @Override
    void close();
}
