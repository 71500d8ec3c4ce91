// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

import java.util.Optional;

/// What a command leads to.
///
/// @param reply empty where the response was written already
/// @param mistake whether it counts as a mistake of the client, of which there may be few in a row
record Step(Pop3State next, Optional<Pop3Reply> reply, boolean mistake) {

    static Step to(Pop3State next, Pop3Reply reply) {
        return new Step(next, Optional.of(reply), false);
    }

    static Step stay(Pop3State state, Pop3Reply reply) {
        return new Step(state, Optional.of(reply), false);
    }

    /// The response was written already.
    static Step answered(Pop3State state) {
        return new Step(state, Optional.empty(), false);
    }

    static Step mistake(Pop3State state, Pop3Reply reply) {
        return new Step(state, Optional.of(reply), true);
    }

    /// The session ends without a word.
    static Step hangUp() {
        return new Step(new Pop3State.Closed(), Optional.empty(), false);
    }
}
