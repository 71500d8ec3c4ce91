// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.IOException;

/// What a listener does with each connection: the session of its protocol, from greeting to end, on
/// a virtual thread of its own. The listener closes the connection when it returns.
public interface ConnectionHandler {
    void handle(Connection connection) throws IOException;
}
