// SPDX-License-Identifier: Apache-2.0
package org.pabal.http;

import java.io.IOException;

/// The server's end of a WebSocket. Its methods are called one at a time, on a virtual thread.
public interface WebSocketHandler {

    void opened(WebSocketPeer peer) throws IOException;

    /// A whole text message, within the listener's limit.
    void text(String message) throws IOException;

    /// Always called last.
    void closed();

    /// The client's end. Safe for use by many threads; what is sent is sent in order.
    interface WebSocketPeer {

        /// Blocks while the client does not keep pace.
        void send(String text) throws IOException;

        /// @param status of RFC 6455 §7.4.1
        void close(int status, String reason);
    }
}
