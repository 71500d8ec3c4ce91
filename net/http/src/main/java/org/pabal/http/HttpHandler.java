// SPDX-License-Identifier: Apache-2.0
package org.pabal.http;

import java.io.IOException;

/// Answers requests. Called on a virtual thread of the request's own: it may block.
@FunctionalInterface
public interface HttpHandler {

    /// @throws IOException when the client has gone or does not keep pace
    void handle(HttpExchange exchange) throws IOException;
}
