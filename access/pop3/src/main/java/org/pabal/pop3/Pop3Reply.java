// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

import java.util.List;
import java.util.Optional;

/// The first line of a response, which often is the only one. RFC 1939 §3.
///
/// @param code RFC 2449 §8
/// @param values that the phrase has places for
record Pop3Reply(Status status, Optional<ResponseCode> code, Phrase phrase, List<Object> values) {

    enum Status {
        OK("+OK"),
        ERR("-ERR");

        private final String text;

        Status(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    static Pop3Reply ok(Phrase phrase, Object... values) {
        return new Pop3Reply(Status.OK, Optional.empty(), phrase, List.of(values));
    }

    static Pop3Reply err(Phrase phrase, Object... values) {
        return new Pop3Reply(Status.ERR, Optional.empty(), phrase, List.of(values));
    }

    static Pop3Reply err(ResponseCode code, Phrase phrase, Object... values) {
        return new Pop3Reply(Status.ERR, Optional.of(code), phrase, List.of(values));
    }
}
