// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.io.IOException;
import org.pabal.directory.Account;
import org.pabal.http.HttpExchange;
import org.pabal.sessions.door.Answer;
import org.pabal.sessions.door.RequestBody;

/// What the administrator's browser asks of one step.
record SetupRequest(HttpExchange exchange, Account administrator) {

    /// Answers it.
    @FunctionalInterface
    interface Handler {
        /// @throws Answer instead
        Answer answer(SetupRequest request) throws IOException;
    }

    RequestBody body() throws IOException {
        return RequestBody.read(exchange);
    }
}
